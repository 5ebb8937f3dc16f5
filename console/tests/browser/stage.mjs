// What the tests set up in a page before they look: a drawing of the map that costs nothing, and the moment at which nothing
// moves any more. Chromium without a graphics card draws the map in software, seconds for each page: so where a test does not
// judge the map itself, the same door (`src/map/engine.ts`) opens on a canvas that nobody draws on.

const ENGINE = `
export function engine(frame, bounds, heard) {
  const holder = document.createElement('div');
  holder.className = 'maplibregl-canvas-container';
  const canvas = document.createElement('canvas');
  canvas.className = 'maplibregl-canvas';
  canvas.tabIndex = 0;
  holder.append(canvas);
  frame.append(holder);
  let [at, timer] = [[(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2]];
  const drawn = () => { clearTimeout(timer); timer = setTimeout(heard.drawn, 0); };
  const go = (to) => { at = to; heard.moved(at, 0.24); drawn(); };
  queueMicrotask(() => { heard.fresh(); go(at); });
  return { ground: drawn, show: drawn, patch: drawn, choose: drawn, areas: drawn, sketch: drawn, go, home: drawn, zoom: drawn, drawing() {}, colour: drawn, middle: () => at, gone() { holder.remove(); } };
}`;

/** From here on the page gets the costless map. */
export const undrawn = (context) => context.route('**/assets/engine-*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: ENGINE }));

/** How long no answer may be outstanding before the page counts as still, and how long that is waited for, in milliseconds. */
const QUIET_MS = 60;
const QUIET_WAIT_MS_MAX = 10_000;

/** Counts what a page has asked for and not got; to be called before it goes anywhere. */
export function counted(page) {
  const open = new Set();
  let since = Date.now();
  page.on('request', (request) => { open.add(request); });
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => { open.delete(request); since = Date.now(); });
  page.on('framenavigated', (frame) => { if (frame === page.mainFrame() && !frame.url().includes('#')) open.clear(); });
  page.quiet = () => open.size === 0 && Date.now() - since >= QUIET_MS;
}

/** Waits until every answer is here and drawn, and nothing fades in or slides any more. */
export async function still(page) {
  const until = Date.now() + QUIET_WAIT_MS_MAX;
  while (!page.quiet() && Date.now() < until) await new Promise((done) => setTimeout(done, 10));
  await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    await frame();
    await Promise.allSettled(document.getAnimations().map((each) => each.finished));
    await frame();
  });
}

/** A device that holds passkeys and opens them for the person, as the browser simulates it (WebDriver, virtual authenticators). */
export async function device(page) {
  const browser = await page.context().newCDPSession(page);
  await browser.send('WebAuthn.enable');
  await browser.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
}

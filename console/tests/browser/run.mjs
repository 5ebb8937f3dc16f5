// The console in a browser against the test double: accessibility in both themes, keyboard, states, the map. `--only NAME`
// picks tests. What is done against the built binary stands in tests/e2e.

import { start } from '../mock/server.mjs';
import { walk } from '../e2e/walk.mjs';
import { launch, tab } from './chromium.mjs';
import { access } from './access.mjs';
import { map } from './map.mjs';
import { promises } from './promises.mjs';

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : null;
const browser = await launch();
let failed = 0;

async function test(name, run) {
  if (only && !name.includes(only)) return;
  const mock = await start();
  const from = Date.now();
  const tabs = [];
  const open = async (options) => {
    const one = await tab(browser, { viewport: { width: 1440, height: 900 }, ...options });
    one.page.setDefaultTimeout(20_000);
    tabs.push(one);
    return one.page;
  };
  try {
    await run({ mock, open });
    const faults = tabs.flatMap((one) => one.faults);
    if (faults.length > 0) throw new Error(faults.join('\n'));
    console.log(`ok    ${name} (${Date.now() - from} ms)`);
  } catch (error) {
    failed += 1;
    console.error(`FAIL  ${name}\n${String(error?.stack ?? error)}`);
    for (const one of tabs) await one.page.screenshot({ path: `/tmp/kulla-fail-${failed}.png` }).catch(() => undefined);
  } finally {
    for (const one of tabs) await one.context.close();
    await mock.stop();
  }
}

for (const [name, run] of Object.entries({ ...access, ...promises, ...map })) await test(name, run);
await test('the walk holds against the test double', ({ mock, open }) => walk({ links: mock.links, base: mock.url, tab: () => open(), say: () => undefined }));
await browser.close();

process.exit(failed > 0 ? 1 : 0);

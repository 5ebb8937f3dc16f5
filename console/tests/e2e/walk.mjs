// The walk of the first issue, clicked as a person clicks it: a CAP file is opened, an incident begins, a warning is
// drafted in three languages, a second person approves exactly that, it goes out, is updated and is cancelled. In between
// it is looked at from outside: while the approver is absent, nothing is on the public page or in the feed.

import assert from 'node:assert/strict';

export const CAP = `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>e2e.gauge.gjonaj.1</identifier>
  <sender>gauges@example.org</sender>
  <sent>SENT</sent>
  <status>Exercise</status>
  <msgType>Alert</msgType>
  <scope>Public</scope>
  <note>try, drini-flood</note>
  <info>
    <language>en</language>
    <category>Met</category>
    <event>High water</event>
    <urgency>Immediate</urgency>
    <severity>Severe</severity>
    <certainty>Observed</certainty>
    <senderName>Gauge watch</senderName>
    <headline>Gjonaj gauge above the alarm level</headline>
    <description>The Drini i Bardhe stands at 3.42 m and rises 18 cm an hour.</description>
    <instruction>Keep away from the river.</instruction>
    <area><areaDesc>Gjonaj, Prizren</areaDesc><circle>42.2535,20.6216 5</circle></area>
  </info>
</alert>`;

/** Our own clock as CAP writes it, with an offset and never with a Z. */
export const capNow = () => CAP.replace('SENT', `${new Date().toISOString().slice(0, 19)}+00:00`);

const TEXTS = {
  sq: ['Vërshim në Rahovec: largohuni nga lumi', 'Drini i Bardhë po rritet. Uji pritet në orën 22:00.', 'Shkoni në vend më të lartë.\nNë rrezik, telefononi 112.'],
  sr: ['Poplava u Orahovcu: udaljite se od reke', 'Beli Drim raste. Voda se očekuje u 22:00.', 'Idite na više mesto.\nU opasnosti pozovite 112.'],
  en: ['Flood in Rahovec: move away from the river', 'The White Drin is rising. Water is expected at 22:00.', 'Go to higher ground.\nIn danger, call 112.'],
};
const UPDATED = 'Flood in Rahovec: the water is falling';

/** In English, whatever the person's own language: the walk reads the words on the buttons. */
async function english(page) {
  await page.addInitScript(() => { if (location.protocol.startsWith('http')) localStorage.setItem('kulla/settings/lang', '"en"'); });
}

export async function enter(page, link) {
  await english(page);
  await page.goto(link);
  await page.getByRole('button').first().click();
  await page.waitForURL(/\/as\/\d\//).catch(async () => assert.fail(`the entry link does not let a person in: ${await page.locator('body').innerText()}`));
  await page.locator('.bar').waitFor();
}

export async function outside(page, base, step) {
  await page.goto(`${base}/?lang=en`);
  const whole = await page.locator('main, body').first().innerText();
  // What no longer holds stands below, under its own heading.
  const shown = whole.split(/no longer in force/i)[0] ?? '';
  const feed = await (await page.request.get(`${base}/feeds/cap.atom`)).text();
  return { shown, feed, step };
}

export function nowhere(found, text) {
  assert.ok(!found.shown.includes(text), `${found.step}: "${text}" must not be on the public page`);
  assert.ok(!found.feed.includes(text), `${found.step}: "${text}" must not be in the feed`);
}

function everywhere(found, text) {
  assert.ok(found.shown.includes(text), `${found.step}: "${text}" is missing on the public page:\n${found.shown}`);
  assert.ok(found.feed.includes(text), `${found.step}: "${text}" is missing in the feed`);
}

async function openCap(page) {
  await page.getByRole('button', { name: 'Open a CAP file' }).first().click();
  await page.locator('input[type="file"]').setInputFiles({ name: 'gauge.xml', mimeType: 'application/xml', buffer: Buffer.from(capNow()) });
  await page.getByRole('button', { name: 'Take it up' }).first().click();
  await page.locator('.hand h2', { hasText: 'Gjonaj gauge above the alarm level' }).waitFor();
}

async function openIncident(page) {
  await page.getByRole('button', { name: /^Take\b/ }).click();
  await page.getByRole('button', { name: /^Put back/ }).waitFor();
  await page.getByRole('button', { name: /^New incident/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title, English').fill('High water at Gjonaj');
  await dialog.getByLabel('Add a municipality').fill('Ораховац');
  await dialog.getByLabel('Add a municipality').press('Enter');
  await dialog.getByRole('button', { name: 'Open the incident' }).click();
  await page.getByRole('heading', { level: 1, name: /High water at Gjonaj/ }).waitFor();
  await page.locator('#entry').fill('Gauge at Gjonaj read twice, 3.42 m.');
  await page.getByRole('button', { name: /^Add to log/ }).click();
  await page.locator('.e', { hasText: 'Gauge at Gjonaj read twice' }).waitFor();
}

/** From an incident: a warning with these texts, `[headline, description, instruction]` by language, up to its submission. */
export async function writeDraft(page, texts) {
  await page.getByRole('link', { name: /^New warning/ }).click();
  await page.getByLabel('How bad').selectOption('Severe');
  for (const [lang, [headline, description, instruction]] of Object.entries(texts)) {
    await page.locator(`[data-field="headline-${lang}"]`).fill(headline);
    await page.locator(`[data-field="description-${lang}"]`).fill(description);
    await page.locator(`[data-field="instruction-${lang}"]`).fill(instruction);
  }
  await page.getByRole('button', { name: /^Save the draft/ }).click();
  await page.getByText(/^Saved \d/).waitFor();
  await leaveOut(page);
  await page.getByRole('button', { name: 'Submit for approval' }).click();
  await page.locator('.steps .now', { hasText: 'Second officer' }).waitFor();
}

/** Official languages that nobody here writes are left out with a reason. */
async function leaveOut(page) {
  for (const reason of await page.getByLabel(/^Reason, 10 letters/).all()) {
    await reason.fill('Nobody here writes it; it follows by telephone.');
    await reason.blur();
  }
  await page.getByText('Saving').waitFor({ state: 'hidden' });
  await page.getByText(/^Saved \d/).waitFor();
}

export async function approveAndIssue(page, draftHash) {
  await page.goto(page.url().replace(/#.*$/, '') + draftHash);
  const approve = page.getByRole('button', { name: /^Approve/ });
  await approve.waitFor();
  assert.equal(await approve.getAttribute('aria-disabled'), 'true', 'approving opens only when all is ticked');
  for (const box of await page.locator('.sign input[type="checkbox"]').all()) await box.check();
  await approve.click();
  await page.getByRole('button', { name: /^Issue/ }).waitFor();
}

export async function issue(page) {
  await page.getByRole('button', { name: /^Issue/ }).click();
  await page.locator('.state', { hasText: /in force|all clear/ }).waitFor();
}

export const hashOf = (page) => new URL(page.url()).hash;

/** A follow-up paper: written by the first, approved by the second, and out. */
async function follow(duty, second, act, change) {
  await duty.getByRole('button', { name: act }).first().click();
  const two = duty.getByRole('dialog').getByRole('button', { name: 'Write a cancellation for two' });
  if (act === 'Cancel everywhere') await two.click();
  await duty.waitForURL(/#\/drafts\//);
  await duty.locator('.langs').waitFor();
  await change(duty);
  await duty.getByRole('button', { name: 'Submit for approval' }).click();
  await duty.locator('.steps .now', { hasText: 'Second officer' }).waitFor();
  await approveAndIssue(second, hashOf(duty));
}

/** Walks. `tab()` gives a new page of its own context; `say` is told each step. */
export async function walk({ links, base, tab, say }) {
  const link = (who) => links.find((each) => each.who.includes(who))?.url ?? assert.fail(`no entry link for ${who}`);
  const [duty, second, world] = [await tab(), await tab(), await tab()];

  say('the duty officer enters and opens a CAP file');
  await enter(duty, link('duty officer'));
  await openCap(duty);
  say('an incident begins from it');
  await openIncident(duty);
  say('a warning is drafted and submitted');
  await writeDraft(duty, TEXTS);
  const draft = hashOf(duty);
  assert.equal(await duty.getByRole('button', { name: /^Approve/ }).count(), 0, 'the writer is offered no approval');
  nowhere(await outside(world, base, 'submitted, approver absent'), TEXTS.en[0]);

  say('the second officer enters, approves and issues');
  await enter(second, link('second officer'));
  await approveAndIssue(second, draft);
  nowhere(await outside(world, base, 'approved, not issued'), TEXTS.en[0]);
  await issue(second);
  everywhere(await outside(world, base, 'issued'), TEXTS.en[0]);
  const page = await world.request.get(new URL(await second.getByRole('link', { name: 'Public page' }).getAttribute('href'), second.url()).href);
  assert.equal(page.status(), 200, 'the warning has a page of its own');

  say('it is updated by two');
  await duty.goto(second.url().replace(/\/as\/\d\//, new URL(duty.url()).pathname));
  await duty.locator('.state', { hasText: 'in force' }).waitFor();
  await follow(duty, second, 'Update', async (at) => {
    await at.locator('[data-field="headline-en"]').fill(UPDATED);
    await at.locator('[data-field="headline-en"]').blur();
    await at.getByText(/^Saved \d/).waitFor();
  });
  nowhere(await outside(world, base, 'update approved, not issued'), UPDATED);
  await issue(second);
  everywhere(await outside(world, base, 'updated'), UPDATED);

  say('it is cancelled everywhere by two');
  await duty.goto(second.url().replace(/\/as\/\d\//, new URL(duty.url()).pathname));
  await duty.locator('.state', { hasText: 'in force' }).waitFor();
  await follow(duty, second, 'Cancel everywhere', async () => {});
  everywhere(await outside(world, base, 'cancellation approved, not issued'), UPDATED);
  await issue(second);
  const after = await outside(world, base, 'cancelled');
  assert.ok(!after.shown.includes(UPDATED), `cancelled: "${UPDATED}" is still in force on the public page:\n${after.shown}`);
  assert.ok(!new RegExp(`<title>[^<]*${UPDATED}</title>`).test(after.feed), 'cancelled: it is still an entry of the feed');
}

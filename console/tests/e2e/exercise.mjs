// An exercise in which people play both the drafter and the approver, clicked as they click it: the bulletin of a random
// seed is read off the screen, a warning is made of what it says, and while the approver is absent nothing goes out. What
// the seed drew stands in the CAP message.

import assert from 'node:assert/strict';
import { approveAndIssue, enter, hashOf, issue, nowhere, outside, writeDraft } from './walk.mjs';

/** What a bulletin says of its gauge. */
const SAYS = /Gauge (\S+): ([\d.]+) m\. The crest is expected around (\d\d:\d\d), up to ([\d.]+) m/;

async function takeUp(page) {
  await page.locator('li', { hasText: 'rises fast at gauge' }).first().locator('a').first().click();
  await page.locator('.panel.hand h2', { hasText: 'rises fast at gauge' }).waitFor();
  await page.locator('.panel.hand', { hasText: SAYS }).waitFor();
  const [, gauge, reading, crestAt, crest] = SAYS.exec(await page.locator('.panel.hand').innerText()) ?? [];
  await page.getByRole('button', { name: /^Take\b/ }).click();
  await page.getByRole('button', { name: /^Put back/ }).waitFor();
  return { gauge, reading, crestAt, crest };
}

async function openIncident(page, said, place) {
  await page.getByRole('button', { name: /^New incident/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title, English').fill(`Flood at ${said.gauge}`);
  await dialog.getByLabel('Add a municipality').fill(place);
  await dialog.getByLabel('Add a municipality').press('Enter');
  await dialog.getByRole('button', { name: 'Open the incident' }).click();
  await page.getByRole('heading', { level: 1, name: new RegExp(`Flood at ${said.gauge}`) }).waitFor();
}

async function writeWarning(page, said) {
  const { gauge, reading, crestAt, crest } = said;
  const texts = {
    sq: [`Vërshim te ${gauge}`, `Stacioni ${gauge}: ${reading} m. Kulmi rreth orës ${crestAt}, deri në ${crest} m.`, 'Shkoni në vend më të lartë.'],
    sr: [`Poplava: ${gauge}`, `Stanica ${gauge}: ${reading} m. Vrhunac oko ${crestAt}, do ${crest} m.`, 'Idite na više mesto.'],
    en: [`Flood at ${gauge}`, `Gauge ${gauge}: ${reading} m. The crest comes around ${crestAt}, up to ${crest} m.`, 'Go to higher ground.'],
  };
  await writeDraft(page, texts);
  return texts.en[0];
}

/** Plays. `drawn`: what the seed decides, by name, as `kulla exercise check --seed` says it. */
export async function play({ links, base, tab, say, drawn }) {
  const link = (who) => links.find((each) => each.who.includes(who))?.url ?? assert.fail(`no entry link for ${who}`);
  const [duty, second, world] = [await tab(), await tab(), await tab()];
  say('the duty officer plays their role by hand, reads the bulletin and takes it up');
  await enter(duty, link('duty officer'));
  await duty.locator('.playing', { hasText: 'You play this role' }).waitFor();
  const said = await takeUp(duty);
  assert.deepEqual([said.reading, said.crestAt, said.crest], [drawn.reading_m, drawn.crest_at, drawn.crest_m], 'the bulletin says what the seed drew');
  assert.ok(drawn.stretch.includes(`gauge ${said.gauge},`), `the bulletin names the place of the seed: ${said.gauge}`);
  await openIncident(duty, said, /place ([^,]+)/.exec(drawn.stretch)?.[1] ?? '');
  say('a warning is drafted from it and submitted; with the approver absent nothing is issued');
  const headline = await writeWarning(duty, said);
  const draft = hashOf(duty);
  await duty.waitForTimeout(3_000);
  nowhere(await outside(world, base, 'approver absent'), headline);

  say('the second officer approves and issues');
  await enter(second, link('second officer'));
  await approveAndIssue(second, draft);
  nowhere(await outside(world, base, 'approved, not issued'), headline);
  await issue(second);
  const feed = await (await world.request.get(`${base}/feeds/cap.atom`)).text();
  const address = /href="([^"]+\/cap\/[^"]+\.xml)"/.exec(feed)?.[1] ?? assert.fail(`no message in the feed:\n${feed}`);
  const cap = await (await world.request.get(`${base}${new URL(address, base).pathname}`)).text();
  const area = /areas (\S+)/.exec(drawn.stretch)?.[1];
  for (const part of [said.gauge, `${drawn.reading_m} m`, drawn.crest_at, `${drawn.crest_m} m`, `<value>${area}</value>`, '<status>Exercise</status>']) {
    assert.ok(cap.includes(part), `"${part}" is missing in the CAP message:\n${cap}`);
  }
}

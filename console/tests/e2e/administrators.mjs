// Administrators of a node in a browser. The profile that ships gives them no entry link, so a node gets a copy of it that does.

import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PROFILE = join(import.meta.dirname, '../../../profiles/kosovo');

/** What a person's entry link is called, as a line of `desk.toml`. */
export const link = (who) => `link = { sq = "${who}", sr = "${who}", en = "${who}" }`;

/** A copy of the profile in which these people have a link: the codes, each with what it is called; `more` stands behind them. */
export function linked(folder, named, more = '') {
  cpSync(PROFILE, folder, { recursive: true });
  const file = join(folder, 'desk.toml');
  const people = Object.entries(named).reduce((told, [code, who]) => {
    assert.ok(told.includes(`code = "${code}"\n`), `\`${code}\` of the profile is there`);
    return told.replace(`code = "${code}"\n`, `code = "${code}"\n${link(who)}\n`);
  }, readFileSync(file, 'utf8'));
  writeFileSync(file, `${people}${more}`);
  return folder;
}

/** Somebody who has entered by their link, in English. */
export async function enter(tab, links, who) {
  const page = await tab();
  await page.goto(links.find((each) => each.who.includes(who)).url);
  await page.locator('form button').last().click();
  await page.waitForURL(/\/as\/\d+\//);
  await page.evaluate(() => localStorage.setItem('kulla/settings/lang', '"en"'));
  await page.reload();
  return page;
}

// WCAG 2.2 AA as far as a machine can see it: axe over every screen and overlay, light and dark, large and small. A screen is
// loaded once and looked at in every light; the map is not drawn, for axe sees its canvas and not what is on it, but once it is.

import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import { overlays, screens, show } from './screens.mjs';
import { still } from './stage.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const DESK = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const NARROW = { width: 320, height: 640 };

/** What hangs on colours: the only rules whose answer can change with the light. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** One document without frames: the legacy mode runs in it and opens no page of its own to gather the results. */
async function violations(page, rules = null) {
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations: found } = await (rules ? axe.withRules(rules) : axe.withTags(TAGS)).analyze();
  return found.flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n').slice(1, 2).join('').trim()}`));
}

/** axe in both lights. */
async function lights(page) {
  await page.emulateMedia({ colorScheme: 'light' });
  await still(page);
  const light = await violations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await still(page);
  const dark = await violations(page, COLOURS);
  return [...light, ...dark.map((each) => `dark: ${each}`)];
}

const small = (page) => page.evaluate(() =>
  [...document.querySelectorAll('button, select, input:not([type=checkbox]):not(.vh), .btn, .nav a')]
    .map((node) => ({ node, box: node.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 1 && box.height > 1 && (box.height < 23.5 || box.width < 23.5))
    .map(({ node, box }) => `small: ${node.className} ${node.textContent?.trim().slice(0, 20)} ${Math.round(box.width)}×${Math.round(box.height)}`));

/** What runs out of the side when the page is 320 px wide. */
async function wide(page) {
  await page.setViewportSize(NARROW);
  await still(page);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.setViewportSize(PHONE.viewport);
  return over > 0 ? [`wide: ${over} px over`] : [];
}

async function sweep({ mock, open }, options, all, ...looks) {
  const page = await open(options);
  await page.addInitScript(() => { if (location.protocol.startsWith('http')) localStorage.setItem('kulla/settings/lang', '"sq"'); });
  const found = [];
  for (const screen of all) {
    await show(page, mock.url, screen);
    for (const look of looks) found.push(...(await look(page)).map((each) => `${screen.name}: ${each}`));
  }
  assert.deepEqual([...new Set(found)], []);
}

const half = (all, of) => all.slice(of * Math.ceil(all.length / 2), (of + 1) * Math.ceil(all.length / 2));

export const access = {
  'axe finds nothing on any screen in light or dark, and each target is at least 24 px, first half': (with_) => sweep(with_, DESK, half(screens(), 0), small, lights),
  'axe finds nothing on any screen in light or dark, and each target is at least 24 px, second half': (with_) => sweep(with_, DESK, half(screens(), 1), small, lights),
  'axe finds nothing on what lies over a screen in light or dark': (with_) => sweep(with_, DESK, overlays(), lights),
  'axe finds nothing on any screen of a phone, and nothing runs out of the side at 320 px': (with_) =>
    sweep(with_, { ...PHONE, colorScheme: 'dark' }, screens(), violations, wide),
};

/** The same with the map as it is really drawn. */
export const accessOfTheMap = {
  'axe finds nothing on a desk with a drawn map in light or dark': (with_) => sweep(with_, DESK, screens().slice(0, 1), lights),
};

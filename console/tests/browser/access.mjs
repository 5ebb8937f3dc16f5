// WCAG 2.2 AA as far as a machine can see it: axe over every screen and overlay, light and dark, large and small.

import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import { overlays, screens, show } from './screens.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function violations(page) {
  const { violations: found } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return found.flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n').slice(1, 2).join('').trim()}`));
}

async function sweep({ mock, open }, options, all) {
  const page = await open(options);
  await page.addInitScript(() => { if (location.protocol.startsWith('http')) localStorage.setItem('kulla/settings/lang', '"sq"'); });
  const found = [];
  for (const screen of all) {
    await show(page, mock.url, screen);
    for (const each of await violations(page)) found.push(`${screen.name}: ${each}`);
  }
  assert.deepEqual([...new Set(found)], []);
}

const DESK = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

export const access = {
  'axe finds nothing on any screen, light': (with_) => sweep(with_, { ...DESK, colorScheme: 'light' }, screens()),
  'axe finds nothing on any screen, dark': (with_) => sweep(with_, { ...DESK, colorScheme: 'dark' }, screens()),
  'axe finds nothing on what lies over a screen, light': (with_) => sweep(with_, { ...DESK, colorScheme: 'light' }, overlays()),
  'axe finds nothing on what lies over a screen, dark': (with_) => sweep(with_, { ...DESK, colorScheme: 'dark' }, overlays()),
  'axe finds nothing on any screen of a phone': (with_) => sweep(with_, { ...PHONE, colorScheme: 'dark' }, screens()),

  'nothing runs out of the side at 320 px': async ({ mock, open }) => {
    const page = await open({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });
    const wide = [];
    for (const screen of screens()) {
      await show(page, mock.url, screen);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) wide.push(`${screen.name}: ${over} px`);
    }
    assert.deepEqual(wide, []);
  },

  'each target is at least 24 px high and wide': async ({ mock, open }) => {
    const page = await open();
    const small = [];
    for (const screen of screens()) {
      await show(page, mock.url, screen);
      const found = await page.evaluate(() =>
        [...document.querySelectorAll('button, select, input:not([type=checkbox]):not(.vh), .btn, .nav a')]
          .map((node) => ({ node, box: node.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 1 && box.height > 1 && (box.height < 23.5 || box.width < 23.5))
          .map(({ node, box }) => `${node.className} ${node.textContent?.trim().slice(0, 20)} ${Math.round(box.width)}×${Math.round(box.height)}`));
      small.push(...found.map((each) => `${screen.name}: ${each}`));
    }
    assert.deepEqual([...new Set(small)], []);
  },
};

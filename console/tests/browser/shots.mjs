// Pictures of every screen into the folder `shots/` of the project: light and dark, three languages, three sizes. `--only
// NAME`, `--quick` (English, light, desk size) narrow it.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { start } from '../mock/server.mjs';
import { launch, tab } from './chromium.mjs';
import { overlays, screens, show } from './screens.mjs';

const OUT = join(import.meta.dirname, '../../../shots');
const SIZES = { desk: { width: 1440, height: 900 }, tablet: { width: 1024, height: 768 }, phone: { width: 390, height: 844 } };
const args = process.argv.slice(2);
const only = args.includes('--only') ? args[args.indexOf('--only') + 1].split(',') : null;
const pick = (name, all) => (args.includes(`--${name}`) ? args[args.indexOf(`--${name}`) + 1].split(',') : all);
const quick = args.includes('--quick');

mkdirSync(OUT, { recursive: true });
const mock = await start();
const browser = await launch();
const faults = [];
let count = 0;
for (const size of pick('size', quick ? ['desk'] : Object.keys(SIZES))) {
  for (const theme of pick('theme', quick ? ['light'] : ['light', 'dark'])) {
    for (const lang of pick('lang', quick ? ['en'] : ['sq', 'sr', 'en'])) {
      const one = await tab(browser, { viewport: SIZES[size], colorScheme: theme, hasTouch: size !== 'desk', isMobile: size === 'phone' });
      await one.context.addInitScript((chosen) => { if (location.protocol.startsWith('http')) localStorage.setItem('kulla/settings/lang', JSON.stringify(chosen)); }, lang);
      for (const screen of [...screens(), ...overlays()].filter(({ name }) => !only || only.includes(name))) {
        try {
          await show(one.page, mock.url, screen);
          await one.page.screenshot({ path: join(OUT, `${screen.name}-${lang}-${theme}-${size}.png`) });
          count += 1;
        } catch (error) {
          faults.push(`${screen.name} ${lang} ${theme} ${size}: ${String(error).split('\n')[0]}`);
        }
      }
      faults.push(...one.faults);
      await one.context.close();
    }
  }
}
await browser.close();
await mock.stop();
console.log(`${count} pictures in shots/`);
if (faults.length > 0) {
  console.error([...new Set(faults)].join('\n'));
  process.exit(1);
}

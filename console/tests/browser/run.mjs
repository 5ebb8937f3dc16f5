// The console in a browser: first against the test double (accessibility in both themes, keyboard, states), then, where
// KULLA_BIN names the built binary, the walk against it. `--only NAME` picks tests.

import { existsSync } from 'node:fs';
import { start } from '../mock/server.mjs';
import { e2e } from '../e2e/run.mjs';
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

const binary = process.env.KULLA_BIN;
if (!only && binary && existsSync(binary)) {
  try {
    await e2e(binary);
    console.log('ok    the walk holds against the built binary');
  } catch (error) {
    failed += 1;
    console.error(`FAIL  the walk holds against the built binary\n${String(error?.stack ?? error)}`);
  }
} else if (!only) {
  console.log(`skip  the walk against the built binary: ${binary ? `\`${binary}\` is not there` : 'KULLA_BIN is not set'}`);
  if (process.env.KULLA_SHARED) failed += 1;
}
process.exit(failed > 0 ? 1 : 0);

// The console in a browser against the test double: accessibility in both themes, keyboard, states, the map. `--only NAME`
// picks tests. What is done against the built binary stands in tests/e2e. Tests run beside each other, each with a test double
// and a browser context of its own; those that judge the map draw it, the others do not (see stage.mjs).

import { availableParallelism } from 'node:os';
import { start } from '../mock/server.mjs';
import { walk } from '../e2e/walk.mjs';
import { launch, tab } from './chromium.mjs';
import { access, accessOfTheMap } from './access.mjs';
import { canaries } from './canaries.mjs';
import { labels } from './labels.mjs';
import { map } from './map.mjs';
import { me } from './me.mjs';
import { promises } from './promises.mjs';
import { oversight } from './oversight.mjs';
import { people } from './people.mjs';
import { reports } from './reports.mjs';
import { rules } from './rules.mjs';
import { signed } from './signed.mjs';
import { undrawn } from './stage.mjs';

/** Tests at a time: more would only wait for the browser's own threads. */
const LANES_MAX = 2;
/** What is waited for is an event; this only ends a wait for one that never comes, on a machine however busy. In milliseconds. */
const WAIT_MS_MAX = 60_000;

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : null;
const browser = await launch();
const began = Date.now();
let failed = 0;

async function test({ name, run, draws }) {
  const mock = await start();
  const from = Date.now();
  const tabs = [];
  const open = async (options) => {
    const one = await tab(browser, { viewport: { width: 1440, height: 900 }, ...options });
    if (!draws) await undrawn(one.context);
    one.page.setDefaultTimeout(WAIT_MS_MAX);
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

const walked = { 'the walk holds against the test double': ({ mock, open }) => walk({ links: mock.links, base: mock.url, tab: () => open(), say: () => undefined }) };
const all = (tests, draws) => Object.entries(tests).map(([name, run]) => ({ name, run, draws }));
const waiting = [...all(access, false), ...all(walked, false), ...all(promises, false), ...all(reports, false), ...all(oversight, false), ...all(canaries, false), ...all(labels, false), ...all(people, false), ...all(rules, false), ...all(signed, false), ...all(me, false), ...all({ ...accessOfTheMap, ...map }, true)].filter(({ name }) => !only || name.includes(only));
const count = waiting.length;
const lane = async () => { for (let next = waiting.shift(); next; next = waiting.shift()) await test(next); };
await Promise.all(Array.from({ length: Math.min(LANES_MAX, availableParallelism()) }, lane));
await browser.close();

console.log(`${count - failed} of ${count} in ${Math.round((Date.now() - began) / 1_000)} s`);
process.exit(failed > 0 ? 1 : 0);

// Against the built binary, from outside: a node is made and run, the walk is walked, and the node is stopped. Says that it
// skips where there is no binary to drive, unless KULLA_SHARED is set: then it fails.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { launch, tab } from '../browser/chromium.mjs';
import { play } from './exercise.mjs';
import { logIn, operational } from './login.mjs';
import { provided, throughTheAgency } from './oidc.mjs';
import { administer, LINKS, withAdministrators } from './people.mjs';
import { changeRules, RULES_LINKS, signRules, withTwoAgencies } from './rules.mjs';
import { walk } from './walk.mjs';

const START_WAIT_MS_MAX = 60_000;
const LINKS_WANTED = ['duty officer', 'second officer', 'coordinator'];

/** Makes an exercise-only node and runs it; resolves with its entry links. */
async function node(binary, data, how, { profile = 'kosovo', wanted = LINKS_WANTED }) {
  const init = spawn(binary, ['init', '--profile', profile, '--data', data, '--exercise-only'], { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(init, 'exit');
  if (code !== 0) throw new Error(`\`kulla init\` ended with ${code}`);
  const run = spawn(binary, ['run', '--data', data, '--listen', '127.0.0.1:0', ...how], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  const links = [];
  const found = new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no entry links within ${START_WAIT_MS_MAX} ms; it said:\n${said.join('\n')}`)), START_WAIT_MS_MAX);
    const read = (line) => {
      said.push(line);
      const url = /https?:\/\/\S+\/enter\/\S+/.exec(line)?.[0];
      if (url) links.push({ who: line.replace(url, '').toLowerCase(), url });
      if (wanted.every((who) => links.some((link) => link.who.includes(who)))) { clearTimeout(timer); resolve(links); }
    };
    createInterface({ input: run.stdout }).on('line', read);
    createInterface({ input: run.stderr }).on('line', read);
    run.on('exit', (status) => { clearTimeout(timer); reject(new Error(`\`kulla run\` ended with ${status}; it said:\n${said.join('\n')}`)); });
  });
  return { run, links: await found, said };
}

async function stop(run) {
  run.removeAllListeners('exit');
  const gone = once(run, 'exit');
  run.kill('SIGINT');
  const [code] = await gone;
  if (code !== 0) throw new Error(`\`kulla run\` was stopped by Ctrl-C and ended with ${code}`);
}

/** What a seed draws, by name. */
async function drawnBy(binary, seed) {
  const { stdout } = await promisify(execFile)(binary, ['exercise', 'check', 'drini-flood', '--seed', String(seed)]);
  return Object.fromEntries(stdout.split('\n').map((line) => /^ {2}([a-z_]+) +(.+)$/.exec(line)?.slice(1) ?? ['', '']));
}

/** Both roles by hand, on a seed that nobody chose. */
async function exercise(binary) {
  const seed = Math.floor(Math.random() * 1_000_000);
  const drawn = await drawnBy(binary, seed);
  const how = ['--exercise', 'drini-flood', '--seed', String(seed), '--speed', '600', '--hands-on', 'duty-officer', '--hands-on', 'approver'];
  console.log(`  seed ${seed}`);
  await e2e(binary, how, (stage) => play({ ...stage, drawn }));
}

/** Administrators, on a node whose profile gives them a way in. */
async function administrators(binary, played, profile, wanted) {
  const folder = mkdtempSync(join(tmpdir(), 'kulla-profile-'));
  try {
    await e2e(binary, [], played, { profile: profile(join(folder, 'kosovo')), wanted });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function e2e(binary, how, played, made = {}) {
  await driven(binary, async (data) => {
    const begun = await node(binary, data, how, made);
    return { ...begun, base: new URL(begun.links[0].url).origin };
  }, played);
}

/** Starts a node, lets a browser loose on it, and stops it. */
export async function driven(binary, start, played) {
  const data = join(mkdtempSync(join(tmpdir(), 'kulla-e2e-')), 'node');
  const { run, said, ...begun } = await start(data);
  const browser = await launch();
  const pages = [];
  try {
    await played({
      ...begun, binary, data, say: (step) => console.log(`  ${step}`),
      tab: async (javaScriptEnabled = true) => {
        const one = await tab(browser, { viewport: { width: 1440, height: 900 }, javaScriptEnabled });
        one.page.setDefaultTimeout(20_000);
        pages.push(one);
        return one.page;
      },
    });
    const faults = pages.flatMap((one) => one.faults);
    if (faults.length > 0) throw new Error(`the pages complained:\n${faults.join('\n')}`);
  } catch (error) {
    await keep(pages, said);
    throw error;
  } finally {
    await browser.close();
    if (run.exitCode === null) await stop(run);
    await begun.end?.();
    rmSync(join(data, '..'), { recursive: true, force: true });
  }
}

/** What the pages looked like when it went wrong. */
async function keep(pages, said) {
  const folder = join(import.meta.dirname, '../../test-results');
  mkdirSync(folder, { recursive: true });
  for (const [at, one] of pages.entries()) await one.page.screenshot({ path: join(folder, `e2e-${at}.png`) }).catch(() => undefined);
  console.error(`pictures are in console/test-results; the node said:\n${said.slice(-30).join('\n')}`);
}

if (process.argv[1] === import.meta.filename) {
  const binary = process.env.KULLA_BIN;
  if (!binary || !existsSync(binary)) {
    console.log(`skipped: set KULLA_BIN to the built binary${binary ? ` (\`${binary}\` is not there)` : ''}`);
    process.exit(process.env.KULLA_SHARED ? 1 : 0);
  }
  await e2e(binary, [], walk);
  await administrators(binary, administer, withAdministrators, LINKS);
  await administrators(binary, changeRules, withTwoAgencies, RULES_LINKS);
  await exercise(binary);
  await driven(binary, (data) => operational(binary, data), logIn);
  await driven(binary, (data) => operational(binary, data), signRules);
  await driven(binary, (data) => provided(binary, data), throughTheAgency);
  console.log('the walk, the people, the rules, the exercise, the log-in and the one through an agency hold');
}

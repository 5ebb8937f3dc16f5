// The pictures of the README, taken from a real node: `KULLA_BIN=… node tests/e2e/pictures.mjs`. Writes docs/img/.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { launch, tab } from '../browser/chromium.mjs';

const HOME = join(import.meta.dirname, '../../..');
const OUT = join(HOME, 'docs/img');
const SAMPLE = join(HOME, 'crates/formats/cap/fixtures/flood_trilingual.xml');

async function start(binary, data) {
  await once(spawn(binary, ['init', '--profile', 'kosovo', '--data', data, '--exercise-only']), 'exit');
  const run = spawn(binary, ['run', '--data', data, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const links = {};
  for await (const line of createInterface({ input: run.stdout })) {
    const found = /^\s+(\S.*?)\s{2,}(http:\S+\/enter\/\S+)/.exec(line);
    if (found) links[found[1]] = found[2];
    if (line.startsWith('Stop with')) break;
  }
  return { run, links };
}

async function enter(browser, link, viewport) {
  const { page } = await tab(browser, { viewport });
  await page.goto(link);
  await page.click('button');
  await page.waitForURL(/\/as\/\d\//);
  return page;
}

/** One request of the console's own API, from inside its page. */
const ask = (page, method, path, body) => page.evaluate(async ([m, p, b]) => {
  const headers = { 'x-kulla': '1', 'content-type': typeof b === 'string' ? 'application/xml' : 'application/json' };
  const sent = m === 'GET' ? undefined : typeof b === 'string' ? b : JSON.stringify(b);
  const answer = await fetch(`api/v1/${p}`, { method: m, headers, body: sent });
  return answer.json();
}, [method, path, body]);

function content() {
  const at = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString().replace(/\.\d+/, '');
  const text = (headline, description, instruction) => ({ headline, description, instruction });
  return {
    message: 'Alert', hazard: 'flood', severity: 'Severe', urgency: 'Immediate', certainty: 'Likely', response: ['Evacuate'],
    onset: at(0.1), expires: at(6), place: { areas: ['02', '16'] },
    texts: {
      sq: text('Vërshim në Drinin e Bardhë: largohuni nga lumi', 'Drini i Bardhë po rritet shpejt.', 'Shkoni në vend më të lartë.\nMos ecni nëpër ujë.\nNë rrezik, telefononi 112.'),
      sr: text('Poplava na Belom Drimu: udaljite se od reke', 'Beli Drim brzo raste.', 'Idite na više mesto.\nNe hodajte kroz vodu.\nU opasnosti pozovite 112.'),
      en: text('Flood on Drini i Bardhë: move away from the river', 'Drini i Bardhë is rising fast.', 'Go to higher ground.\nDo not walk through water.\nIn danger, call 112.'),
    },
  };
}

const id = (n) => `01930000-0000-7000-8000-${String(n).padStart(12, '0')}`;

async function signals(page) {
  await ask(page, 'POST', 'signals/cap', readFileSync(SAMPLE, 'utf8'));
  const report = (n, title, severity, risk, point) => ask(page, 'POST', 'signals/report', {
    id: id(n), title, text: '', lang: 'sq', seen: new Date().toISOString(), severity, life_at_risk: risk, from: '112 Prizren',
    place: { words: 'Krushë e Vogël', areas: ['20'], geometry: { type: 'Point', coordinates: point } },
  });
  await report(1, 'Two adults and a child on a roof, Krushë e Vogël', 'Severe', true, [20.63, 42.29]);
  await report(2, 'Water over the bridge deck at Rogovë', 'Severe', false, [20.55, 42.33]);
}

const { run, links } = await start(process.env.KULLA_BIN, join(mkdtempSync(join(tmpdir(), 'kulla-img-')), 'node'));
mkdirSync(OUT, { recursive: true });
const browser = await launch();
const desk = { width: 1440, height: 900 };
const shoot = async (page, name) => { await page.waitForTimeout(900); await page.screenshot({ path: join(OUT, name) }); };
const duty = await enter(browser, links['duty officer, AME'], desk);
await signals(duty);
await duty.waitForTimeout(1_500);
await duty.keyboard.press('j');
await shoot(duty, 'desk.png');
const draft = await ask(duty, 'POST', 'drafts', { id: id(10), content: content() });
const submitted = await ask(duty, 'POST', `drafts/${draft.subject}/submit`, { head: draft.version });
const { hash } = await ask(duty, 'GET', `drafts/${draft.subject}`);
const second = await enter(browser, links['second officer, AME'], desk);
await second.goto(`${second.url().split('#')[0]}#/drafts/${draft.subject}`);
await shoot(second, 'warning.png');
const approved = await ask(second, 'POST', `drafts/${draft.subject}/approve`, { head: submitted.version, hash });
const warning = await ask(second, 'POST', `drafts/${draft.subject}/issue`, { head: approved.version, hash });
const { page: citizen } = await tab(browser, { viewport: { width: 390, height: 844 } });
await citizen.goto(`${new URL(links['duty officer, AME']).origin}/w/${warning.body.identifier}?lang=en`);
await shoot(citizen, 'public.png');
const phone = await enter(browser, links['municipal coordinator, Prizren'], { width: 390, height: 844 });
await shoot(phone, 'phone.png');
await browser.close();
run.kill('SIGINT');
await once(run, 'exit');

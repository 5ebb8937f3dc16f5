// TEST DOUBLE: an invented evening of the exercise `drini-flood`, for screenshots and the accessibility tests.

import { randomUUID } from 'node:crypto';
import { entry, newDraft, newTask, onDraft, onTask, openIncident, seedPeople, triage } from './acts.mjs';
import { handIn } from './reports.mjs';
import { iso } from './world.mjs';

const MIN = 60_000;
export const SUBJECTS = { signal: '0190a000-0000-7000-8000-000000000001', incident: '0190a000-0000-7000-8000-000000000002', draft: '0190a000-0000-7000-8000-000000000003', submitted: '0190a000-0000-7000-8000-000000000004', approved: '0190a000-0000-7000-8000-000000000005', warning: '0190a000-0000-7000-8000-000000000008', citizen: '0190a000-0000-7000-8000-000000000009', task: '0190a000-0000-7000-8000-000000000006', gauge: '0190a000-0000-7000-8000-000000000007' };

const TEXTS = {
  sq: { headline: 'Vërshim në Drinin e Bardhë: largohuni nga lumi', description: 'Drini i Bardhë po rritet shpejt. Sonte nga ora 22:00 deri në 04:00 pritet vërshim në Krushë të Vogël, Gjonaj, Nashec dhe Rogovë.', instruction: 'Largohuni tani nga shtëpitë pranë lumit dhe shkoni në vend më të lartë.\nMos ecni dhe mos ngisni makinën nëpër ujë.\nMerrni barnat, dokumentet dhe telefonin.\nStrehimi: palestra sportive në Rahovec, e hapur tani.\nNëse jeni në rrezik, telefononi 112.' },
  sr: { headline: 'Poplava na Belom Drimu: udaljite se od reke', description: 'Beli Drim brzo raste. Noćas od 22:00 do 04:00 očekuje se poplava u Maloj Kruši, Đonaju, Našecu i Rogovu.', instruction: 'Odmah napustite kuće pored reke i idite na više mesto.\nNe hodajte i ne vozite kroz vodu.\nPonesite lekove, dokumenta i telefon.\nSklonište: sportska sala u Orahovcu, otvorena.\nAko ste u opasnosti, pozovite 112.' },
  en: { headline: 'Flood on Drini i Bardhë: move away from the river', description: 'Drini i Bardhë is rising fast. Tonight from 22:00 to 04:00 flooding is expected in Krushë e Vogël, Gjonaj, Nashec and Rogovë.', instruction: 'Leave houses near the river now and go to higher ground.\nDo not walk or drive through water.\nTake medicine, documents and your phone.\nShelter: sports hall in Rahovec, open now.\nIf you are in danger, call 112.' },
};

function report(world, me, ago, title, more) {
  const seen = iso(world.now() - ago * MIN);
  return world.put(me, 'report', more.subject ?? randomUUID(), { title, text: more.text ?? '', lang: more.lang ?? '', seen, place: more.place ?? {}, severity: more.severity, life_at_risk: more.risk ?? false, from: more.from });
}

const at = (lon, lat, area) => ({ words: '', areas: [area], geometry: { type: 'Point', coordinates: [lon, lat] } });

/** The curve of the gauge at Gjonaj over the last day, with its forecast. */
export function curve(now) {
  const level = (hours) => 1.35 + 2.1 / (1 + Math.exp(-(hours - 18) / 1.9));
  const reading = (minutes, more) => ({ at: iso(now + minutes * MIN), value: Math.round(level(24 + minutes / 60) * 100) / 100, ...more });
  const readings = Array.from({ length: 96 }, (_, n) => reading(-2 - (95 - n) * 15, {}));
  const forecast = Array.from({ length: 12 }, (_, n) => ({ ...reading(30 * (n + 1), { forecast: true }), value: Math.round((3.42 + 0.5 * (1 - Math.exp(-(n + 1) / 6))) * 100) / 100 }));
  const thresholds = [{ name: 'watch', value: 2.6, severity: 'Moderate' }, { name: 'alarm', value: 3.2, severity: 'Severe' }, { name: 'extreme', value: 3.8, severity: 'Extreme' }];
  return { source: SUBJECTS.gauge, name: 'Gauge Gjonaj', property: 'water-level', unit: 'm', thresholds, readings, forecast, more: false, newest: readings.at(-1).at };
}

export function seed(world) {
  const { duty, second, prizren } = seedPeople();
  const now = world.now();
  const incident = openIncident(world, duty, { id: SUBJECTS.incident, title: { sq: 'Vërshim, Drini i Bardhë', sr: 'Poplava, Beli Drim', en: 'Flood, White Drin' }, hazard: 'flood', severity: 'Severe', place: { words: 'Drini i Bardhë', areas: ['20', '16', '02'] } });
  incident.body.began = iso(now - 35 * MIN);
  openIncident(world, duty, { id: randomUUID(), title: { sq: 'Borë e madhe, Dragash', sr: 'Obilan sneg, Dragaš' }, hazard: 'heavy-snow', severity: 'Minor', place: { areas: ['05'] } });
  signals(world, duty, second);
  log(world, duty, prizren, now);
  tasks(world, duty, second, now);
  warnings(world, duty, second, now);
  world.quarantine.push(
    { id: randomUUID(), at: iso(now - 14 * MIN), door: 'cap', reason: 'a document type declaration is not taken', findings: [{ rule: 'xml.doctype', severity: 'error', line: 2, message: 'remove the DOCTYPE and send it again' }], size: 2_310 },
    { id: randomUUID(), at: iso(now - 3 * 60 * MIN), door: 'cap', reason: '`Exercise` without a matching exercise', findings: [], size: 4_102 },
  );
  world.feeds = 'silent';
}

function signals(world, duty, second) {
  const now = world.now();
  const roof = report(world, duty, 9.6, 'Two adults and a child on a roof, Krushë e Vogël', { severity: 'Severe', risk: true, from: '112 Prizren', place: at(20.66, 42.3, '20') });
  triage(world, second, roof.subject, 'take', { head: null });
  triage(world, second, roof.subject, 'grade', { head: world.triageOf(roof.subject).version, grade: 'C3' });
  const facts = { source: 'Gjonaj', property: 'water-level', level: '2', name: 'alarm', threshold: '3.2', value: '3.42', unit: 'm', at: iso(now - 2 * MIN) };
  const gauge = world.put(duty, 'alarm', SUBJECTS.signal, { title: 'Gauge Gjonaj 3.42 m, above 3.2 m', detector: 'threshold', state: 'raised', severity: 'Severe', explanation: { code: 'threshold-crossed', facts, text: 'water-level of 3.42 m has reached the threshold `alarm` of 3.2 m' }, source: SUBJECTS.gauge, from: 'IHMK, gauge Gjonaj', place: at(20.6216, 42.2535, '20'), began: iso(now - 2.2 * MIN), last: iso(now - 2 * MIN), count: 1 });
  triage(world, duty, gauge.subject, 'grade', { head: null, grade: 'B2' });
  report(world, duty, 6, 'Water over the bridge deck at Rogovë, road shut', { severity: 'Severe', from: 'Police patrol P-14', place: at(20.58, 42.33, '02') });
  world.put(duty, 'bulletin', randomUUID(), { title: 'Fierza spillway opens at 23:00', identifier: 'al.test.2026.0311', sender: 'ops@example.al', sent: iso(world.now() - 12 * MIN), msg_type: 'Alert', status: 'Exercise', severity: 'Moderate', effective: iso(world.now() - 12 * MIN), expires: iso(world.now() + 300 * MIN), place: { words: 'Fierzë, Kukës', areas: ['20', '05'] }, texts: [{ lang: 'sq', event: 'Vërshim', headline: 'Shkarkuesi i Fierzës hapet në orën 23:00', description: 'Prurja pritet të rritet.', instruction: 'Qëndroni larg lumit.', severity: 'Moderate', urgency: 'Expected', certainty: 'Likely', areas: ['Fierzë, Kukës'] }, { lang: 'en', event: 'Flood', headline: 'Fierza spillway opens at 23:00', description: 'The flow is expected to rise.', instruction: 'Keep away from the river.', severity: 'Moderate', urgency: 'Expected', certainty: 'Likely', areas: ['Fierzë, Kukës'] }], findings: ['cap.language: `sq` has no region; it is read as written'], signature: 'unchecked', xml: '' });
  report(world, duty, 8.3, 'Substation Rahovec: water 40 cm below switchgear', { severity: 'Moderate', from: 'KEDS liaison', place: { areas: ['16'] } });
  report(world, duty, 14, 'Gauge Kepuz silent for 14 minutes', { severity: 'Minor', from: 'Feed watch', place: { areas: ['08'] } });
  report(world, duty, 16.5, 'Dheu ka rënë në rrugë te Nashec', { severity: 'Minor', lang: 'sq', from: 'Citizen report', place: at(20.68, 42.26, '20') });
  handIn(world, duty, SUBJECTS.citizen, { title: 'Uji ka mbuluar rrugën', text: 'Uji ka mbuluar rrugën te ura e Gjonajt, përballë shtëpisë së Agim Hoxhës. Veturat kthehen.', lang: 'sq', seen: iso(now - 7 * MIN), place: at(20.622, 42.254, '20'), severity: 'Moderate', life_at_risk: false, from: 'Public form', handed_in: { number: 'R-7K3FQ-9WXYZ', service: 'flooded-road', photos: [{ media: 'image/png', bytes: 81_000, width: 240, height: 320, turned: 6 }, { media: 'image/png', bytes: 64_000, width: 240, height: 320, turned: 1 }], added: [{ at: iso(now - 3 * MIN), text: 'Tani arrin deri te shkolla.' }] } });
}

function log(world, duty, prizren, now) {
  const say = (me, ago, text, more = {}) => entry(world, me, SUBJECTS.incident, { id: randomUUID(), text, when: iso(now - ago * MIN), decision: false, lang: 'en', ...more });
  say(duty, 29, 'First photographs from the bridge.');
  say(duty, 21, 'Substation Rahovec stays on until water reaches the 60 cm mark; 20 minutes’ notice will be given.', { label: world.label([['a:ame', 'a:keds', 'a:kom-16']]) });
  say(prizren, 16, 'Sports hall open as shelter, 120 places, generator tested.');
  say(duty, 9, 'Second pump crew needs rest by 02:00; relief from Ferizaj is being asked for.', { label: world.label([['a:ame']]) });
  say(prizren, 6, 'Bridge deck at Rogovë under water. Road shut both sides, detour by Gjakovë is open.');
  say(duty, 3, 'Gjonaj 3.42 m, rising 18 cm/h.');
  say(duty, 1, 'Evacuate the lower part of Krushë e Vogël, east bank up to the school.', { decision: true, reason: '3.8 m expected at Gjonaj by 00:30.' });
}

function tasks(world, duty, second, now) {
  const make = (title, agency, sent, due, more = {}) => {
    const item = newTask(world, duty, SUBJECTS.incident, { id: more.id ?? randomUUID(), title, agency, due: due === null ? undefined : iso(now + due * MIN), life_at_risk: more.risk ?? false, place: more.place ?? {}, text: more.text });
    item.body.sent = iso(now - sent * MIN);
    return item;
  };
  const go = (item, ...acts) => acts.forEach(([act, ago]) => {
    const next = onTask(world, second, item.subject, act, { head: world.get(item.subject).version });
    const field = { acknowledge: 'acknowledged', start: 'started', done: 'ended' }[act];
    next.body[field] = iso(now - ago * MIN);
  });
  make('Evacuate lower Krushë e Vogël', 'kom-20', 5.7, 43, { risk: true, place: { words: 'Krushë e Vogël' } });
  go(make('Boat rescue, roof by the mill', 'fsk', 9, 28, { text: 'Team of 6, one medic' }), ['acknowledge', 8], ['start', 4]);
  go(make('Shut road Gjakovë to Prizren at Rogovë', 'kp', 17, -2), ['acknowledge', 17], ['start', 15], ['done', 7]);
  go(make('Pump the underpass at Ratkoc', 'ame', 13, 23, { id: SUBJECTS.task }), ['acknowledge', 11]);
  go(make('Watch the level at Bishtazhin, report each 15 min', 'kom-02', 27, 490), ['acknowledge', 25], ['start', 20]);
}

function content(now, more = {}) {
  return { message: 'Alert', hazard: 'flood', severity: 'Severe', urgency: 'Immediate', certainty: 'Likely', response: ['Evacuate'], onset: iso(now + 3 * MIN), expires: iso(now + 370 * MIN), place: { words: '', areas: ['20', '16', '02'] }, texts: structuredClone(TEXTS), left_out: { tr: 'Four villages only; it follows in the update at 22:10.', bs: 'Four villages only; it follows in the update at 22:10.' }, ...more };
}

function warnings(world, duty, second, now) {
  const label = world.label();
  const open = content(now, { left_out: {}, texts: { ...structuredClone(TEXTS), en: { headline: 'Flood on Drini i Bardhë', description: '', instruction: 'In danger, call 112.' } } });
  newDraft(world, duty, { id: SUBJECTS.draft, content: open, incident: SUBJECTS.incident, label });
  const send = (id, more) => {
    const item = newDraft(world, duty, { id, content: content(now, more), incident: SUBJECTS.incident, label });
    return onDraft(world, duty, id, 'submit', { head: item.version });
  };
  send(SUBJECTS.submitted, {});
  const approved = send(SUBJECTS.approved, { place: { areas: ['16'] }, left_out: {} });
  onDraft(world, second, SUBJECTS.approved, 'approve', { head: approved.version, hash: world.hash(approved.body.content) });
  const outId = randomUUID();
  const out = send(outId, { severity: 'Moderate', place: { areas: ['02', '16'] }, left_out: {} });
  const yes = onDraft(world, second, outId, 'approve', { head: out.version, hash: world.hash(out.body.content) });
  onDraft(world, second, outId, 'issue', { head: yes.version, hash: world.hash(out.body.content), as: SUBJECTS.warning });
}

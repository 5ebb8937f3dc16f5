// TEST DOUBLE: serves the built console and the in-memory world under `/as/N/`, with the headers of the real gateway, so
// that a style or script that its content policy forbids is missing here too.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { randomUUID } from 'node:crypto';
import { WebSocketServer } from 'ws';
import * as act from './acts.mjs';
import * as canaries from './canaries.mjs';
import * as labels from './labels.mjs';
import * as map from './map.mjs';
import * as own from './me.mjs';
import * as oversight from './oversight.mjs';
import * as people from './people.mjs';
import * as reports from './reports.mjs';
import * as rules from './rules.mjs';
import { curve, seed } from './seed.mjs';
import { PEOPLE, Refused, World } from './world.mjs';

const DIST = join(import.meta.dirname, '../../dist');
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
const POLICY = "default-src 'self'; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Starts it on a free port. `world` can be changed by a test; `down` cuts the line; `slowMs` holds answers back. */
export async function start({ empty = false } = {}) {
  const world = new World({ empty });
  if (!empty) seed(world);
  const state = { world, down: false, slowMs: 0, ended: false, sockets: new Set() };
  const tokens = new Map(Object.entries(PEOPLE).map(([n, person]) => [randomUUID(), { n, person }]));
  const server = createServer((request, response) => void answer(state, tokens, request, response));
  const wss = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const n = /^\/as\/(\d)\/api\/v1\/live$/.exec(request.url ?? '')?.[1];
    if (!n || state.down || state.ended) return socket.destroy();
    wss.handleUpgrade(request, socket, head, (ws) => live(state, ws));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    url, state, world,
    links: [...tokens].map(([token, { person }]) => ({ who: person.link, url: `${url}/enter/${token}` })),
    cut() { state.down = true; for (const ws of state.sockets) ws.terminate(); },
    mend() { state.down = false; },
    stop: () => new Promise((done) => { for (const ws of state.sockets) ws.terminate(); server.closeAllConnections(); server.close(done); }),
  };
}

function live(state, ws) {
  state.sockets.add(ws);
  const send = (message) => ws.send(JSON.stringify(message));
  const listener = (change) => send({ type: 'change', ...change });
  state.world.listeners.add(listener);
  ws.on('close', () => { state.sockets.delete(ws); state.world.listeners.delete(listener); });
  send({ type: 'hello', cursor: String(state.world.changes.length) });
  send({ type: 'health', ...state.world.health() });
}

async function answer(state, tokens, request, response) {
  if (state.down) return request.socket.destroy();
  if (state.slowMs > 0) await new Promise((done) => setTimeout(done, state.slowMs));
  response.setHeader('content-security-policy', POLICY);
  response.setHeader('x-content-type-options', 'nosniff');
  try {
    const url = new URL(request.url ?? '/', 'http://x');
    const inside = /^\/as\/(\d)\/(.*)$/.exec(url.pathname);
    if (inside?.[2]?.startsWith('api/v1/')) return await api(state, PEOPLE[inside[1]], inside[2].slice(7), url, request, response);
    if (inside) return await file(inside[2] || 'index.html', response);
    return open(state, tokens, url, request, response);
  } catch (error) {
    const refused = error instanceof Refused ? error : new Refused(500, 'bug', String(error?.stack ?? error));
    response.writeHead(refused.status, { 'content-type': 'application/problem+json' });
    response.end(JSON.stringify({ status: refused.status, code: refused.code, detail: refused.detail, args: {}, ...refused.more }));
  }
}

async function file(path, response) {
  const bytes = await readFile(join(DIST, normalize(`/${path}`)));
  response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' });
  response.end(bytes);
}

/** What needs no session: entry links, the public page, a feed. Only as far as the walk looks at them. */
function open(state, tokens, url, request, response) {
  const html = (body) => { response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }); response.end(`<!doctype html><html lang="en"><title>Kulla</title><main>${body}</main></html>`); };
  const entry = tokens.get(/^\/enter\/(.+)$/.exec(url.pathname)?.[1]);
  if (entry && request.method === 'GET') return html(`<h1>${entry.person.link}</h1><form method="post"><button>Enter</button></form>`);
  if (entry) { response.writeHead(303, { location: `/as/${entry.n}/` }); return response.end(); }
  const warnings = state.world.all('warning').filter((item) => ['in-force', 'all-clear'].includes(item.body.state));
  const lines = warnings.map((item) => Object.values(item.body.content.texts).map((text) => text.headline).join(' / '));
  if (url.pathname === '/feeds/cap.atom') { response.writeHead(200, { 'content-type': 'application/atom+xml' }); return response.end(`<feed>${lines.map((line) => `<entry><title>${line}</title></entry>`).join('')}</feed>`); }
  if (url.pathname.startsWith('/w/')) return html(lines.join('<br>'));
  if (url.pathname === '/') return html(`<h1>Warnings</h1>${lines.map((line) => `<p>${line}</p>`).join('') || '<p>None</p>'}`);
  response.writeHead(404);
  return response.end();
}

async function body(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function api(state, me, path, url, request, response) {
  if (state.ended) throw new Refused(401, 'session.ended', 'the session has ended');
  if (request.method !== 'GET' && request.headers['x-kulla'] !== '1') throw new Refused(403, 'csrf', 'the header is missing');
  const raw = await body(request);
  if (path === 'signals/cap') return json(response, act.cap(state.world, me, raw));
  const told = raw ? JSON.parse(raw) : {};
  const photo = request.method === 'GET' && /^reports\/([^/]+)\/photos\/(\d+)$/.exec(path);
  if (photo) { response.writeHead(200, { 'content-type': 'image/png', 'cache-control': 'no-store' }); return response.end(reports.photo(state.world, me, photo[1], photo[2])); }
  const result = request.method === 'GET' ? read(state, me, path, url) : write(state, me, path, told, request);
  if (result === undefined) { response.writeHead(204); return response.end(); }
  return result instanceof people.Later ? json(response, result.body, 202) : json(response, result);
}

function json(response, value, status = 200) {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

const page = (items, more = {}) => ({ items, next: null, ...more });

function read({ world }, me, path, url) {
  const [head, subject, part] = path.split('/');
  const q = url.searchParams;
  if (path === 'session') return { person: { id: me.id, name: me.name, agency: me.agency }, agency_name: world.profile.agencies.find((each) => each.code === me.agency)?.name ?? {}, roles: me.roles, acts: me.acts, purpose: me.purpose ?? 'civil-protection', lang: me.lang, exercise: 'drini-flood', node: { name: 'kulla.test', exercise_only: true }, assurance: 'single', until: new Date(world.now() + 8 * 3_600_000).toISOString() };
  if (path === 'profile') return world.profile;
  if (path === 'health') return world.health();
  if (path === 'exercise') return world.exercise(me);
  if (path === 'changes') return { changes: world.changes.slice(Number(q.get('after'))), next: String(world.changes.length) };
  if (path === 'queue') return queue(world, me, q.get('want'), q.get('at'));
  if (path === 'search') return page(world.all('report').concat(world.all('incident'), world.all('task')).filter((item) => JSON.stringify(item.body.title).toLowerCase().includes((q.get('q') ?? '').toLowerCase())).map((item) => ({ subject: item.subject, kind: item.kind, title: typeof item.body.title === 'string' ? item.body.title : item.body.title[me.lang], at: item.at, snippet: '' })));
  if (head === 'items' && part === 'label') return labels.words(world, map.item(world, subject) ?? world.get(subject));
  if (path === 'oversight/canaries') return canaries.read(world, me);
  if (head === 'items' && !part && map.item(world, subject)) return map.item(world, subject);
  if (head === 'items') return part === 'history' ? page(world.subjects.get(subject)?.history ?? []) : world.get(subject);
  if (path === 'map/base') return map.base(world);
  if (path === 'map/items') return map.items(world, q);
  if (path === 'map/history') return map.history(world, q);
  if (path === 'quarantine') return page(world.quarantine);
  if (head === 'signals') return signal(world, subject);
  if (head === 'reports') return reports.view(world, me, subject);
  if (path === 'people') return people.read(world, me);
  if (path === 'me') return own.read(world, me);
  if (head === 'policies') return rules.look(world, me, path);
  if (head === 'oversight') return oversight.read(world, me, subject, q, page);
  if (head === 'sources' && part === 'readings') return curve(world.now());
  if (path === 'incidents') return page(world.all('incident').filter((item) => q.get('state') === 'all' || item.body.state === q.get('state')).map((item) => ({ ...item, counts: world.counts(item.subject) })));
  if (head === 'incidents') return incident(world, subject, part);
  if (path === 'tasks') return page(world.all('task').filter((item) => item.body.agency === me.agency && (q.get('state') === 'all' || !['done', 'cancelled'].includes(item.body.state))));
  if (path === 'drafts') return page(world.all('draft').filter((item) => q.get('state') === 'all' || !['issued', 'withdrawn'].includes(item.body.state)));
  if (head === 'drafts') return world.draftView(me, world.get(subject, 'draft'));
  if (path === 'warnings') return page(world.all('warning').filter((item) => q.get('state') === 'all' || item.body.state === 'in-force'));
  if (head === 'warnings') return warning(world, me, subject);
  if (path === 'labels/options') return world.options(q.get('kind'), q.get('in_hand'));
  throw new Refused(404, 'absent', 'there is nothing here that you may read');
}

function queue(world, me, want, at) {
  const all = world.strips(at ? Date.parse(at) : Infinity).filter((strip) => strip.want !== 'sign' || me.acts.includes('warning.approve') || true);
  const of = (name) => all.filter((strip) => name === 'all' || strip.want === { triage: 'triage', tasks: 'task', sign: 'sign' }[name]);
  return page(of(want ?? 'all'), { counts: { all: all.length, triage: of('triage').length, tasks: of('tasks').length, sign: of('sign').length } });
}

function signal(world, subject) {
  const item = world.get(subject);
  const incidents = world.links.filter((link) => link.from === subject).map((link) => world.get(link.to)).map((each) => ({ subject: each.subject, number: each.body.number, title: each.body.title }));
  const near = world.strips().filter((strip) => strip.subject !== subject && strip.place.areas.some((area) => item.body.place.areas?.includes(area))).slice(0, 4);
  return { signal: item, triage: world.triageOf(subject), incidents, near, alike: reports.alike(world, subject) };
}

function incident(world, subject, part) {
  const item = world.get(subject, 'incident');
  const of = (kind) => world.all(kind).filter((each) => each.body.incident === subject);
  if (part === 'entries') return page(of('entry').sort((a, b) => (a.body.when < b.body.when ? 1 : -1)));
  if (part === 'tasks') return page(of('task'));
  const signals = world.links.filter((link) => link.to === subject).map((link) => world.get(link.from)).map((each) => world.strip(each, world.triageOf(each.subject)));
  return { incident: item, signals, drafts: of('draft'), counts: world.counts(subject) };
}

function warning(world, me, subject) {
  const item = world.get(subject, 'warning');
  const holds = item.body.state === 'in-force';
  const alone = holds && item.body.issued_by.includes(me.id) ? new Date(Date.parse(item.body.sent) + 1_800_000).toISOString() : null;
  return { warning: item, public: `/w/${item.body.identifier}`, xml: `/cap/${item.body.identifier}.xml`, deliveries: ['page', 'atom', 'rss'].map((channel) => ({ warning: subject, channel, reached: true })), may: { update: { ok: holds && me.acts.includes('warning.update') }, cancel: { ok: holds && me.acts.includes('warning.cancel') }, cancel_alone_until: alone } };
}

function write({ world }, me, path, told, { method, headers }) {
  const [head, subject, part] = path.split('/');
  if (path === 'session/leave') return undefined;
  if (path.startsWith('oversight/canaries/')) return canaries.mark(world, me, part, told);
  if (head === 'quarantine') return { received: [], known: [], quarantined: world.quarantine.filter((each) => each.id === subject) };
  if (head === 'signals') return act.triage(world, me, subject, part, told);
  if (head === 'reports') return part === 'reporter' ? reports.reporter(world, me, subject) : reports.decide(world, me, subject, part, told);
  if (head === 'people') return people.act(world, me, path, told);
  if (head === 'me') return own.act(world, me, path, told, headers.host);
  if (head === 'policies') return rules.act(world, me, path, told);
  if (head === 'oversight') return oversight.judge(world, me, part, told);
  if (path === 'incidents') return act.openIncident(world, me, told);
  if (head === 'incidents' && part === 'entries') return act.entry(world, me, subject, told);
  if (head === 'incidents' && part === 'tasks') return act.newTask(world, me, subject, told);
  if (head === 'incidents') return onIncident(world, me, subject, part, told);
  if (head === 'entries') { const item = world.get(subject, 'entry'); world.head(item, told.head); return world.put(me, 'entry', subject, { ...item.body, text: told.text }); }
  if (head === 'tasks') return act.onTask(world, me, subject, part, told);
  if (path === 'drafts') return act.newDraft(world, me, told);
  if (head === 'drafts') return method === 'PUT' ? act.saveDraft(world, me, subject, told) : act.onDraft(world, me, subject, part, told);
  if (head === 'warnings') return act.followUp(world, me, subject, part === 'cancel' ? 'Cancel' : 'Update', told);
  if (path === 'labels/who') return world.who(told.label);
  if (path === 'labels/read') return labels.read(world, me, told);
  throw new Refused(404, 'absent', 'there is nothing here that you may read');
}

function onIncident(world, me, subject, which, told) {
  const item = world.get(subject, 'incident');
  world.head(item, told.head);
  const closed = which === 'close' ? { state: 'closed', closed: new Date(world.now()).toISOString(), closed_because: told.reason } : { state: 'active', closed: undefined };
  return world.put(me, 'incident', subject, { ...item.body, ...closed });
}

if (process.argv[1] === import.meta.filename) {
  const mock = await start();
  console.log(`test double: ${mock.url}/as/1/ (duty officer), ${mock.url}/as/2/ (second officer), ${mock.url}/as/3/ (coordinator)`);
}

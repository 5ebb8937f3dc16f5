// The line: one socket, what was missed after a gap, and what was written without it.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Change, Item } from '../../src/api/types';
import { client, NoAnswer, Problem } from '../../src/api/client';
import { keep, KEPT_CHARS_MAX } from '../../src/app/keep';
import { Live, type News } from '../../src/live/live.svelte';
import { Outbox } from '../../src/live/outbox.svelte';

/** A storage like that of a browser. */
function storage(): Storage {
  const map = new Map<string, string>();
  return {
    get length() { return map.size; },
    key: (at) => [...map.keys()][at] ?? null,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    clear: () => map.clear(),
  };
}

class Socket {
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: (() => void) | null = null;
  close() { this.onclose?.(); }
  say(message: object) { this.onmessage?.({ data: JSON.stringify(message) }); }
}

const change = (cursor: string): Change => ({ cursor, subject: `s${cursor}`, kind: 'entry', version: `v${cursor}` });

function line(missed: (after: string) => { changes: Change[]; next: string }) {
  const sockets: Socket[] = [];
  const told: News[] = [];
  const calls = { lost: 0, up: 0, may: 0 };
  const live = new Live({
    api: { changes: async (after) => missed(after) },
    socket: () => { const socket = new Socket(); sockets.push(socket); return socket as unknown as WebSocket; },
    now: () => 1_000, health: () => undefined,
    lost: () => { calls.lost += 1; }, up: () => { calls.up += 1; }, may: () => { calls.may += 1; },
  });
  live.on((news) => told.push(news));
  live.start();
  const last = () => sockets[sockets.length - 1] as Socket;
  return { live, sockets, told, calls, last };
}

describe('the line', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('tells that I may do more or less, and takes it for no change', async () => {
    const { told, calls, last } = line(() => ({ changes: [], next: '' }));
    last().say({ type: 'hello', cursor: '1' });
    expect([calls.up, calls.may]).toEqual([1, 0]);
    last().say({ type: 'may' });
    await vi.advanceTimersByTimeAsync(500);
    expect([calls.may, told]).toEqual([1, []]);
  });

  it('tells a burst of changes at once', async () => {
    const { told, last } = line(() => ({ changes: [], next: '' }));
    last().say({ type: 'hello', cursor: '1' });
    last().say({ type: 'change', ...change('2') });
    last().say({ type: 'change', ...change('3') });
    await vi.advanceTimersByTimeAsync(500);
    expect(told.map((news) => news?.map((each) => each.cursor))).toEqual([['2', '3']]);
  });

  it('reads after a gap exactly what came since the last change that it saw', async () => {
    const asked: string[] = [];
    const { live, told, last, calls } = line((after) => {
      asked.push(after);
      return after === '2' ? { changes: [change('3'), change('4')], next: '4' } : { changes: [], next: after };
    });
    last().say({ type: 'hello', cursor: '1' });
    last().say({ type: 'change', ...change('2') });
    last().close();
    expect([live.line, live.since, calls.lost]).toEqual(['offline', 1_000, 1]);
    await vi.advanceTimersByTimeAsync(2_000);
    last().say({ type: 'hello', cursor: '4' });
    await vi.advanceTimersByTimeAsync(500);
    expect(asked).toEqual(['2', '4']);
    expect(told.flat().map((each) => each?.cursor)).toEqual(['2', '3', '4']);
    expect([live.line, calls.up]).toEqual(['live', 2]);
  });

  it('loads everything anew when it was too slow, or when the gap can not be told', async () => {
    const { told, last } = line(() => { throw new Error('gone'); });
    last().say({ type: 'hello', cursor: '1' });
    last().say({ type: 'missed', after: '9' });
    await vi.advanceTimersByTimeAsync(500);
    last().close();
    await vi.advanceTimersByTimeAsync(2_000);
    last().say({ type: 'hello', cursor: '12' });
    await vi.advanceTimersByTimeAsync(500);
    expect(told).toEqual([null, null]);
  });

  it('comes back after a node that stops, and asks whether the session holds when it is told that it ended', async () => {
    const { live, sockets, last, calls } = line(() => ({ changes: [], next: '' }));
    last().say({ type: 'hello', cursor: '1' });
    last().say({ type: 'end', code: 'node.stopping' });
    expect([live.line, calls.lost]).toEqual(['offline', 1]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(sockets).toHaveLength(2);
    last().say({ type: 'end', code: 'session.ended' });
    expect(calls.lost, 'the node is asked by another way').toBe(2);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(sockets, 'it may have been about others').toHaveLength(3);
    last().say({ type: 'hello', cursor: '1' });
    expect(live.line).toBe('live');
    last().say({ type: 'end', code: 'session.ended' });
    expect(calls.lost).toBe(3);
    live.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([live.line, sockets.length], 'whoever has no session stops').toEqual(['ended', 3]);
  });

  it('bears what it does not understand', () => {
    const { live, last } = line(() => ({ changes: [], next: '' }));
    last().onmessage?.({ data: 'not json' });
    last().say({ type: 'news-of-tomorrow' });
    last().say({ type: 'hello', cursor: '1' });
    expect(live.line).toBe('live');
  });
});

describe('what is written without a line', () => {
  const refused = () => new Problem(422, 'text.missing', 'a text is missing');

  function box(write: (path: string, body: unknown) => Promise<Item>) {
    const kept = keep(storage(), 'test');
    return { kept, outbox: new Outbox(kept, { write: write as never }) };
  }

  it('waits and goes once, in order', async () => {
    let up = false;
    const sent: string[] = [];
    const { kept, outbox } = box(async (_, body) => {
      if (!up) throw new NoAnswer('down');
      sent.push((body as { id: string }).id);
      return {} as Item;
    });
    expect((await outbox.send('p', { id: 'a' }, 'first', 1)).kind).toBe('waits');
    expect((await outbox.send('p', { id: 'b' }, 'second', 2)).kind).toBe('waits');
    const again = new Outbox(kept, { write: async (_: string, body: unknown) => { sent.push((body as { id: string }).id); return {} as never; } });
    expect(again.waiting.map((each) => each.words)).toEqual(['first', 'second']);
    up = true;
    await Promise.all([outbox.flush(), outbox.flush()]);
    expect(sent).toEqual(['a', 'b']);
    expect([outbox.waiting, kept.names()]).toEqual([[], []]);
  });

  it('stays for its writer when it is refused, and does not hold up the rest', async () => {
    let up = false;
    const { outbox } = box(async (_, body) => {
      if (!up) throw new NoAnswer('down');
      if ((body as { id: string }).id === 'a') throw refused();
      return {} as Item;
    });
    await outbox.send('p', { id: 'a' }, 'bad', 1);
    await outbox.send('p', { id: 'b' }, 'good', 2);
    up = true;
    await outbox.flush();
    expect(outbox.waiting.map((each) => [each.id, each.refused?.code])).toEqual([['a', 'text.missing']]);
    outbox.drop('a');
    expect(outbox.waiting).toEqual([]);
  });

  it('is told at once when it is refused with the line up', async () => {
    const { outbox } = box(async () => { throw refused(); });
    expect((await outbox.send('p', { id: 'a' }, 'bad', 1)).kind).toBe('refused');
    expect(outbox.waiting).toEqual([]);
  });
});

describe('what is kept', () => {
  it('belongs to one role, and goes when the person leaves', () => {
    const store = storage();
    const [one, two] = [keep(store, 'kulla/as/1/p'), keep(store, 'kulla/as/2/p')];
    one.put('entry', 'mine');
    two.put('entry', 'theirs');
    expect([one.get('entry'), one.names()]).toEqual(['mine', ['entry']]);
    one.clear();
    expect([one.get('entry'), two.get('entry')]).toEqual([null, 'theirs']);
  });

  it('is bounded, and bears what it can not read', () => {
    const store = storage();
    const kept = keep(store, 'p');
    expect(kept.put('big', 'x'.repeat(KEPT_CHARS_MAX))).toBe(false);
    store.setItem('p/broken', '{');
    expect(kept.get('broken')).toBeNull();
  });
});

describe('the client', () => {
  const wires = (answers: Response[], settle?: (heads: Item[]) => Promise<string[] | null>) => {
    const asked: { input: string; init: RequestInit }[] = [];
    const seen = { ended: 0, came: [] as boolean[] };
    const one = client({
      fetch: (async (input: string, init: RequestInit) => { asked.push({ input, init }); const answer = answers.shift(); if (!answer) throw new TypeError('no line'); return answer; }) as never,
      ended: () => { seen.ended += 1; }, answered: (came) => seen.came.push(came), now: () => 0, settle,
    });
    return { one, asked, seen };
  };
  const json = (status: number, body: unknown) => new Response(status === 204 ? null : JSON.stringify(body), { status });

  it('asks by relative address, and marks what changes something', async () => {
    const { one, asked } = wires([json(200, {}), json(200, {})]);
    await one.call('GET', 'session');
    await one.call('POST', 'incidents', { id: 'x' });
    expect(asked.map(({ input }) => input)).toEqual(['api/v1/session', 'api/v1/incidents']);
    expect((asked[0]?.init.headers as Record<string, string>)['x-kulla']).toBeUndefined();
    expect((asked[1]?.init.headers as Record<string, string>)['x-kulla']).toBe('1');
  });

  it('names the session that it has, once it has one', async () => {
    const asked: RequestInit[] = [];
    let session: string | undefined;
    const one = client({
      fetch: (async (_: string, init: RequestInit) => { asked.push(init); return json(200, {}); }) as never,
      ended: () => undefined, answered: () => undefined, now: () => 0, session: () => session,
    });
    await one.call('GET', 'session');
    session = 'here';
    await one.call('GET', 'queue');
    await one.send('signals/cap', '<alert/>', 'application/xml');
    expect(asked.map((init) => (init.headers as Record<string, string>)['x-kulla-session'])).toEqual([undefined, 'here', 'here']);
  });

  it('tells a refusal with its code, a conflict with the other version, an ended session once', async () => {
    const { one, seen } = wires([json(409, { code: 'head.moved', detail: 'moved', head: { version: 'v2' } }), json(401, { code: 'session.ended' }), new Response('<html>', { status: 502 })]);
    await expect(one.call('GET', 'a')).rejects.toMatchObject({ conflict: true, code: 'head.moved', head: { version: 'v2' } });
    await expect(one.call('GET', 'b')).rejects.toMatchObject({ status: 401 });
    await expect(one.call('GET', 'c')).rejects.toMatchObject({ status: 502, code: 'http.502' });
    expect(seen.ended).toBe(1);
  });

  it('does not take a passkey that was not believed for the end of the session', async () => {
    const { one, seen } = wires([json(401, { code: 'passkey.fault', detail: 'not believed' })]);
    await expect(one.call('POST', 'me/passkeys', {})).rejects.toMatchObject({ code: 'passkey.fault' });
    expect(seen.ended).toBe(0);
  });

  it('says that no answer came, and does not guess', async () => {
    const { one, seen } = wires([]);
    await expect(one.call('GET', 'a')).rejects.toBeInstanceOf(NoAnswer);
    expect(seen.came).toEqual([false]);
  });

  it('asks again with the same id when what it wrote can not be read yet', async () => {
    vi.useFakeTimers();
    const { one, asked } = wires([json(202, { cursor: 'c' }), json(200, { subject: 's' })]);
    const told = one.call('POST', 'incidents', { id: 'x' });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await told).toEqual({ subject: 's' });
    expect(asked[0]?.init.body).toBe(asked[1]?.init.body);
    expect(asked.map(({ input }) => input)).toEqual(['api/v1/incidents', 'api/v1/incidents?wait=c']);
    vi.useRealTimers();
  });

  it('waits with what it reads next for what it has just written, once, and reads all the same when that takes long', async () => {
    const { one, asked } = wires([json(202, { cursor: 'c' }), json(200, {}), json(200, {}), json(202, { cursor: 'd' }), json(503, { code: 'picture.behind' }), json(200, { old: true })]);
    await one.call('POST', 'tasks/t/start', { head: 'v' });
    await one.call('GET', 'tasks?state=open');
    await one.call('GET', 'queue');
    await one.call('POST', 'tasks/t/done', { head: 'w' });
    expect(await one.call('GET', 'queue')).toEqual({ old: true });
    expect(asked.map(({ input }) => input.slice(7))).toEqual(['tasks/t/start', 'tasks?state=open&wait=c', 'queue', 'tasks/t/done', 'queue?wait=d', 'queue']);
  });

  it('takes what waits for a second person as the answer that it is, and waits for nothing', async () => {
    const { one, asked } = wires([json(202, { waits: true }), json(200, null)]);
    expect(await one.call('POST', 'people/s/link', { replaces: true, reason: 'lost' })).toEqual({ waits: true });
    expect(await one.call('GET', 'exercise'), 'an answer may be nothing').toBeNull();
    expect(asked.map(({ input }) => input)).toEqual(['api/v1/people/s/link', 'api/v1/exercise']);
  });

  it('waits for a document that was taken in and is not shown yet', async () => {
    const { one, asked } = wires([json(200, { received: [], cursor: 'c' }), json(200, {})]);
    await one.send('signals/cap', '<alert/>', 'application/xml');
    await one.call('GET', 'queue');
    expect(asked[1]?.input).toBe('api/v1/queue?wait=c');
  });

  it('names every version of a conflict that was shown, the chosen one first, and writes nothing when it was left', async () => {
    const heads = [{ version: 'b' }, { version: 'a' }] as Item[];
    const conflict = () => json(409, { code: 'head.changed', head: heads[0], heads });
    const shown: Item[][] = [];
    const settled = wires([conflict(), json(200, { version: 'c' }), conflict(), json(200, {})], async (all) => { shown.push(all); return ['a', 'b']; });
    expect(await settled.one.call('POST', 'incidents/i/close', { head: 'a', reason: 'x' })).toEqual({ version: 'c' });
    await settled.one.call('POST', 'warnings/w/cancel', { id: 'x', alone: true });
    const told = settled.asked.map(({ init }) => JSON.parse(String(init.body)) as object);
    expect(told[1]).toEqual({ head: ['a', 'b'], reason: 'x' });
    expect(told[3]).toEqual({ id: 'x', alone: true, heads: ['a', 'b'] });
    expect(shown).toHaveLength(2);
    const left = wires([conflict()], async () => null);
    await expect(left.one.call('POST', 'incidents/i/close', { head: 'a' })).rejects.toMatchObject({ conflict: true });
    expect(left.asked).toHaveLength(1);
  });
});

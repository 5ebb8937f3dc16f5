// The one place that talks HTTP. Every address is relative to `/as/N/`, where the console is served, so that
// several roles can live in one browser.

import type { Finding, Item } from './types';

/** An answer that has to be waited for longer than this is given up, in milliseconds. */
export const ANSWER_WAIT_MS_MAX = 15_000;

/** The gateway has written it but its picture lags: how long until it is asked again, in milliseconds, and how often. */
const LATER_WAIT_MS = 1_000;
const LATER_ROUNDS_MAX = 8;

/** What the gateway says when something that was waited for is not shown yet. */
const BEHIND = 'picture.behind';

/** A 401 that is about a passkey which was shown, and not about the session. */
const OF_A_PASSKEY = /^(?:passkey|login)\./;

/** Where documents are taken in: the answer says what to wait for. */
const INTAKE = 'signals/cap';

/** The gateway answered, and said no. `code` is stable, `detail` is an English sentence. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly args: Record<string, string> = {},
    readonly head: Item | null = null,
    readonly findings: Finding[] = [],
    readonly retryAfterS: number | null = null,
    /** Of a conflict between versions that stand side by side: all of them. */
    readonly heads: Item[] = [],
  ) {
    super(detail);
  }

  /** Something else replaced the version that we saw. */
  get conflict(): boolean {
    return this.status === 409;
  }

  /** Not there, or not for us: the gateway does not say which, and neither do we. */
  get absent(): boolean {
    return this.status === 404;
  }
}

/** No answer came: the line is down, or it was too slow. Whether the act was done is not known. */
export class NoAnswer extends Error {}

export type Method = 'GET' | 'POST' | 'PUT';

export interface Client {
  call<T>(method: Method, path: string, body?: unknown, cache?: RequestCache): Promise<T>;
  send<T>(path: string, bytes: Blob | string, type: string): Promise<T>;
}

/** Posts that write nothing of a screen. */
const ASKING = /^(?:labels\/(?:who|read)|session\/leave|policies\/preview)$/;

interface Wires {
  fetch: typeof fetch;
  /** Told once when the session is over. */
  ended: () => void;
  /** Told after each answer whether one came, and how long it took. */
  answered: (came: boolean, tookMs: number) => void;
  now: () => number;
  /** The session that this tab has, once it is known: another tab of this address may have become somebody else since. */
  session?: () => string | undefined;
  /** Whether a moment of the past is shown: then nothing is written. */
  shut?: () => boolean;
  /** Shows versions that stand side by side; gives all of them, the one to go on from first, or null to leave it. */
  settle?: (heads: Item[]) => Promise<string[] | null>;
}

export function client(wires: Wires): Client {
  /** The cursor of the newest thing that was written here and is not shown yet: what is asked next waits for it. */
  let unseen: string | null = null;
  const ask = async <T>(path: string, init: RequestInit): Promise<T> => {
    const from = wires.now();
    const waits = unseen;
    const answer = await reach(wires, waits === null ? path : waiting(path, waits), init);
    wires.answered(true, wires.now() - from);
    if (!answer.ok) {
      const refused = await problem(answer);
      if (answer.status === 401 && !OF_A_PASSKEY.test(refused.code)) wires.ended();
      if (refused.code !== BEHIND || waits === null) throw refused;
      // It takes long. What is read is shown as it stands; what is written has been kept and is asked for again.
      if (init.method !== 'GET') return undefined as T;
      if (unseen === waits) unseen = null;
      return ask(path, init);
    }
    if (unseen === waits) unseen = null;
    if (answer.status === 204) return undefined as T;
    const told = (await answer.json()) as T;
    const cursor = (told as { cursor?: string } | null)?.cursor;
    if (answer.status === 202 || path.startsWith(INTAKE)) unseen = cursor ?? unseen;
    // What waits for a second person and not for the picture names no cursor: that is the answer.
    return answer.status === 202 && cursor !== undefined ? (undefined as T) : told;
  };
  /** Written, but not to be read yet. What has an id of its own is sent again until it is: the same record. */
  const settled = async <T>(path: string, init: RequestInit, again: boolean): Promise<T> => {
    for (let round = 1; ; round += 1) {
      const told = await ask<T>(path, init);
      if (told !== undefined || !again || round === LATER_ROUNDS_MAX) return told;
      await new Promise((done) => setTimeout(done, LATER_WAIT_MS));
    }
  };
  const told = <T>(method: Method, path: string, body: unknown, cache: RequestCache = 'no-store'): Promise<T> =>
    settled(
      path,
      {
        method,
        headers: headers(method, body === undefined ? null : 'application/json', wires.session?.()),
        body: body === undefined ? undefined : JSON.stringify(body),
        cache,
      },
      typeof body === 'object' && body !== null && 'id' in body,
    );
  return {
    call: async <T>(method: Method, path: string, body?: unknown, cache?: RequestCache): Promise<T> => {
      if (method !== 'GET' && wires.shut?.() && !ASKING.test(path)) throw new Problem(423, 'past.shut', 'a moment of the past is shown: go back to now to write');
      try {
        return await told<T>(method, path, body, cache);
      } catch (error) {
        if (!(error instanceof Problem) || error.heads.length < 2 || !wires.settle) throw error;
        const heads = await wires.settle(error.heads);
        if (heads === null) throw error;
        return told<T>(method, path, naming(body, heads));
      }
    },
    send: (path, bytes, type) => ask(path, { method: 'POST', headers: headers('POST', type, wires.session?.()), body: bytes }),
  };
}

/** The same again by somebody who has seen all these versions. */
function naming(body: unknown, heads: string[]): object {
  const fields = typeof body === 'object' && body !== null ? (body as { head?: string | string[] | null }) : {};
  const seen = [...new Set([...heads, ...[fields.head ?? []].flat()])];
  return 'head' in fields ? { ...fields, head: seen } : { ...fields, heads: seen };
}

function waiting(path: string, cursor: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}wait=${cursor}`;
}

/** `x-kulla: 1` cannot be set by a form of another site: it is the gateway's guard against forged requests. */
function headers(method: Method, type: string | null, session?: string): HeadersInit {
  const all: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') all['x-kulla'] = '1';
  if (type) all['content-type'] = type;
  if (session) all['x-kulla-session'] = session;
  return all;
}

async function reach(wires: Wires, path: string, init: RequestInit): Promise<Response> {
  const from = wires.now();
  try {
    const signal = AbortSignal.timeout(ANSWER_WAIT_MS_MAX);
    return await wires.fetch(`api/v1/${path}`, { cache: 'no-store', ...init, signal, credentials: 'same-origin' });
  } catch (error) {
    wires.answered(false, wires.now() - from);
    throw new NoAnswer(String(error));
  }
}

async function problem(answer: Response): Promise<Problem> {
  const after = Number(answer.headers.get('retry-after') ?? Number.NaN);
  const wait = Number.isFinite(after) ? after : null;
  try {
    const told = (await answer.json()) as Partial<Problem>;
    const code = told.code ?? `http.${answer.status}`;
    const detail = told.detail ?? answer.statusText;
    return new Problem(answer.status, code, detail, told.args ?? {}, told.head ?? null, told.findings ?? [], wait, told.heads ?? []);
  } catch {
    return new Problem(answer.status, `http.${answer.status}`, answer.statusText, {}, null, [], wait);
  }
}

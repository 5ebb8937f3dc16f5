// The one place that talks HTTP. Every address is relative to `/as/N/`, where the console is served, so that
// several roles can live in one browser.

import type { Finding, Item } from './types';

/** An answer that has to be waited for longer than this is given up, in milliseconds. */
export const ANSWER_WAIT_MS_MAX = 15_000;

/** The gateway has written it but its picture lags: how long until it is asked again, in milliseconds, and how often. */
const LATER_WAIT_MS = 1_000;
const LATER_ROUNDS_MAX = 8;

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
  call<T>(method: Method, path: string, body?: unknown): Promise<T>;
  send<T>(path: string, bytes: Blob | string, type: string): Promise<T>;
}

interface Wires {
  fetch: typeof fetch;
  /** Told once when the session is over. */
  ended: () => void;
  /** Told after each answer whether one came, and how long it took. */
  answered: (came: boolean, tookMs: number) => void;
  now: () => number;
}

export function client(wires: Wires): Client {
  const ask = async <T>(path: string, init: RequestInit): Promise<T> => {
    const from = wires.now();
    const answer = await reach(wires, path, init);
    wires.answered(true, wires.now() - from);
    if (answer.status === 401) wires.ended();
    if (!answer.ok) throw await problem(answer);
    if (answer.status === 204) return undefined as T;
    if (answer.status === 202) return undefined as T;
    return (await answer.json()) as T;
  };
  /** Written, but not to be read yet. What has an id of its own is sent again until it is: the same record. */
  const settled = async <T>(path: string, init: RequestInit, again: boolean): Promise<T> => {
    for (let round = 1; ; round += 1) {
      const told = await ask<T>(path, init);
      if (told !== undefined || !again || round === LATER_ROUNDS_MAX) return told;
      await new Promise((done) => setTimeout(done, LATER_WAIT_MS));
    }
  };
  return {
    call: (method, path, body) =>
      settled(
        path,
        {
          method,
          headers: headers(method, body === undefined ? null : 'application/json'),
          body: body === undefined ? undefined : JSON.stringify(body),
        },
        typeof body === 'object' && body !== null && 'id' in body,
      ),
    send: (path, bytes, type) => ask(path, { method: 'POST', headers: headers('POST', type), body: bytes }),
  };
}

/** `x-kulla: 1` cannot be set by a form of another site: it is the gateway's guard against forged requests. */
function headers(method: Method, type: string | null): HeadersInit {
  const all: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') all['x-kulla'] = '1';
  if (type) all['content-type'] = type;
  return all;
}

async function reach(wires: Wires, path: string, init: RequestInit): Promise<Response> {
  const from = wires.now();
  try {
    const signal = AbortSignal.timeout(ANSWER_WAIT_MS_MAX);
    return await wires.fetch(`api/v1/${path}`, { ...init, signal, credentials: 'same-origin', cache: 'no-store' });
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
    return new Problem(answer.status, code, detail, told.args ?? {}, told.head ?? null, told.findings ?? [], wait);
  } catch {
    return new Problem(answer.status, `http.${answer.status}`, answer.statusText, {}, null, [], wait);
  }
}

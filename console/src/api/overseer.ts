// The calls of an overseer.

import type { Client } from './client';
import { query as q } from './query';
import type * as W from './types';

export function overseer(c: Client) {
  const get = <T>(path: string) => c.call<T>('GET', `oversight/${path}`);
  return {
    accesses: (asked: W.AccessAsked, after: string | null) => get<W.Page<W.Access>>(`accesses${q({ ...asked, after })}`),
    summary: () => get<W.AccessSummary>('summary'),
    erasures: () => get<W.Page<W.Erasure>>(`erasures${q({ limit: 20 })}`),
    logs: () => get<W.LogsStand>('logs'),
    judge: (access: string, body: { verdict: W.Verdict; reason: string; head?: string }) =>
      c.call<W.Access>('POST', `oversight/accesses/${access}/judge`, body),
    canaries: () => get<W.Canaries>('canaries'),
    /** Nothing comes back where it is written and not shown yet. */
    mark: (watched: string, told: W.CanaryTold) => c.call<W.Canaries | undefined>('POST', `oversight/canaries/${watched}`, told),
  };
}

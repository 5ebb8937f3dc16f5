// The calls about the rules of who may act.

import type { Client } from './client';
import type { ChangeAct } from './doors';
import type * as W from './types';

export function rules(c: Client) {
  const get = <T>(path: string) => c.call<T>('GET', `policies${path}`);
  const post = <T>(path: string, body: unknown) => c.call<T>('POST', `policies${path}`, body);
  return {
    stand: () => get<W.Policies>(''),
    attempt: (text: string) => post<W.PoliciesTried>('/preview', { text }),
    /** `on` is the hash of the text that was seen standing. Nothing comes back where it is written and not shown yet. */
    propose: (body: { id: string; text: string; on: string; reason: string }) => post<W.PolicyChange | undefined>('/changes', body),
    change: (subject: string) => get<W.PolicyChange>(`/changes/${subject}`),
    /** `hash` is that of exactly what was shown. */
    decide: (subject: string, how: ChangeAct, body: { hash: string; reason?: string; assertion?: W.Assertion }) =>
      post<W.PolicyChange | undefined>(`/changes/${subject}/${how}`, body),
    stood: () => get<W.PolicyHistory>('/history'),
    version: (version: string) => get<W.PolicyStoodWhole>(`/history/${version}`),
  };
}

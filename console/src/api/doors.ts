// The calls of an administrator about people, those of everybody about their own ways in, and those about the rules of who may act.

import type { Client } from './client';
import { rules } from './rules';
import type * as W from './types';

export const doors = (c: Client) => ({ people: administrator(c), own: own(c), rules: rules(c) });

function administrator(c: Client) {
  const post = <T>(path: string, body: unknown = {}) => c.call<T>('POST', `people${path}`, body);
  return {
    all: () => c.call<W.People>('GET', 'people'),
    bring: (id: string, held: W.HeldTold) => post<W.PersonDone>('', { id, held }),
    change: (person: string, head: string, held: W.HeldTold) => post<W.PersonDone | undefined>(`/${person}/change`, { head, held }),
    end: (person: string, head: string, reason: string) => post<W.PersonDone | undefined>(`/${person}/end`, { head, reason }),
    /** `hash` is that of exactly what was shown. */
    decide: (change: string, how: ChangeAct, body: { hash: string; reason?: string }) =>
      post<W.PersonDone | undefined>(`/changes/${change}/${how}`, body),
    link: (person: string, replaces: boolean, reason: string) => post<W.LinkAnswer>(`/${person}/link`, { replaces, reason }),
    confirmLink: (id: string) => post<W.LinkAnswer>(`/links/${id}/confirm`),
    refuseLink: (id: string) => post<void>(`/links/${id}/refuse`),
    endSessions: (person: string) => post<void>(`/${person}/sessions/end`),
  };
}

export type ChangeAct = 'confirm' | 'refuse' | 'withdraw';

function own(c: Client) {
  const post = <T = W.Me>(path: string, body: unknown = {}) => c.call<T>('POST', `me/${path}`, body);
  return {
    seen: () => c.call<W.Me>('GET', 'me'),
    askPasskey: () => post<W.PasskeyAsk>('passkeys/ask'),
    addPasskey: (name: string, made: W.PasskeyMade) => post('passkeys', { name, ...made }),
    removePasskey: (id: string) => post(`passkeys/${id}/remove`),
    endSession: (id: string) => post(`sessions/${id}/end`),
    endOthers: () => post('sessions/end-others'),
    makeToken: (name: string, acts: string[], days: number) => post<W.TokenMade>('tokens', { name, acts, days }),
    endToken: (id: string) => post(`tokens/${id}/end`),
  };
}

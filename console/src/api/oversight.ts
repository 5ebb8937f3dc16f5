// What an overseer sees, as the gateway tells it: who looked at what, how much of it, what was erased, how the logs stand.

import type { Author, ByLang, Time } from './types';

export type AccessAct = 'open' | 'list' | 'search' | 'stream' | 'export' | 'denied' | 'bulk' | 'enter' | 'enter-refused';
export type Verdict = 'justified' | 'asked' | 'unjustified';

export interface Judged {
  verdict: Verdict;
  reason: string;
  by: Author;
  at: Time;
  head: string;
}

export interface Access {
  subject: string;
  act: AccessAct;
  who: Author;
  purpose: string;
  kind?: string;
  opened?: string;
  count: number;
  from: Time;
  until: Time;
  exercise?: string;
  judged?: Judged;
}

/** What a list of accesses is narrowed to; an empty word narrows nothing. */
export interface AccessAsked {
  act: AccessAct | '';
  agency: string;
  person: string;
}

export interface AgencyAccess {
  agency: string;
  opened: number;
  searched: number;
  exported: number;
  denied: number;
  bulk: number;
}

export interface AccessSummary {
  since: Time;
  /** Whether that is all of the seven days. */
  whole: boolean;
  agencies: AgencyAccess[];
  open: number;
}

export interface Erasure {
  subject: string;
  at: Time;
  by: Author;
  second?: Author;
  records: number;
  reason: string;
  basis: string;
}

export interface LogsStand {
  logs: { name: string; size: number; root: string; sealed_at: Time | null }[];
  records_ok: boolean;
}

/** One rule of who may act: its sentence, and itself. */
export interface Rule {
  id: string;
  effect: 'permit' | 'forbid';
  words: ByLang;
  line: number;
  text: string;
}

export interface Policies {
  text: string;
  hash: string;
  /** Since when the node goes by it. */
  since: Time;
  rules: Rule[];
  /** By role: what somebody with this role alone may do under some circumstance. */
  roles: Record<string, string[]>;
}

/** What a text would change; with faults the node would not go by it. */
export interface PoliciesTried {
  hash: string | null;
  faults: { line: number; rule: string | null; problem: string }[];
  rules: { before: Rule | null; after: Rule | null }[];
  /** By role; no agency named: in all of them. */
  roles: { role: string; agencies: string[]; shifts: { act: string; gains: Whereabouts | null; loses: Whereabouts | null }[] }[];
}

/** Circumstances, each side by itself; a side that is empty does not matter. */
export interface Whereabouts {
  assurance: number[];
  entered: string[];
  exercise: boolean[];
  purposes: string[];
}

// What an overseer sees, as the gateway tells it: who looked at what, how much of it, what was erased, how the logs stand.

import type { Author, Time } from './types';

/** What waits for a judgement: much opened, a marked record opened, much taken out in files. */
export type AlarmAct = 'bulk' | 'canary' | 'export-bulk';
export type AccessAct = 'open' | 'list' | 'search' | 'stream' | 'export' | 'denied' | 'enter' | 'enter-refused' | AlarmAct;
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
  /** Of `export-bulk`: who else answers for it. */
  second?: Author;
  judged?: Judged;
}

/** What a list of accesses is narrowed to; an empty word narrows nothing, `alarm` is whatever waits for a judgement. */
export interface AccessAsked {
  act: AccessAct | 'alarm' | '';
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

// The rules of who may act, as the gateway tells them: those that stand, those that somebody wants, those that stood.

import type { Author, ByLang, May, Time } from './types';

/** One rule: its sentence, and itself. */
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
  /** Whether it stands on record; else it is the text of the profile, read at the start. */
  on_record: boolean;
  may_change: May;
  /** What waits for a second person, the newest first. */
  waiting: PolicyWaits[];
  rules: Rule[];
  /** By role: what somebody with this role alone may do under some circumstance. */
  roles: Record<string, string[]>;
}

/** A text that somebody wants and nobody has decided on. */
export interface PolicyWaits {
  subject: string;
  by: Author;
  /** For which agency they act. */
  agency: string;
  at: Time;
  reason: string;
  mine: boolean;
  /** The rules have changed since: it can't be confirmed any more. */
  stale: boolean;
}

/** How a wanted text ended: who confirmed, refused, or took it back; the reason is that of a refusal. */
export interface PolicyEnded {
  at: Time;
  by: Author;
  reason: string;
}

/** A text that somebody wanted and that never came to stand. */
export interface PolicyTurnedDown {
  wanted: PolicyWaits;
  state: 'refused' | 'withdrawn';
  ended: PolicyEnded;
}

/** One wanted text, with all that is needed to decide. */
export interface PolicyChange {
  waits: PolicyWaits;
  state: 'proposed' | 'confirmed' | 'refused' | 'withdrawn';
  ended: PolicyEnded | null;
  /** Of exactly this: what is confirmed. */
  hash: string;
  text: string;
  /** What it would change, against the text that stands. */
  tried: PoliciesTried;
  confirm: May;
  refuse: May;
  withdraw: May;
}

/** A text that stood on record. */
export interface PolicyStood {
  version: string;
  from: Time;
  hash: string;
  before: string;
  /** Nobody where the operator took the text of the profile at a start. */
  by: Author | null;
  second: Author | null;
  reason: string;
  /** Whether a passkey signed the confirmation. */
  signed: boolean;
}

export interface PolicyHistory {
  stood: PolicyStood[];
  count: number;
  turned_down: PolicyTurnedDown[];
  turned_down_count: number;
}

export interface PolicyStoodWhole {
  stood: PolicyStood;
  text: string;
  /** What it changed; nothing where the text before it is not on record, or reads no more. */
  tried: PoliciesTried | null;
}

export interface Fault {
  line: number;
  rule: string | null;
  problem: string;
}

/** A rule before and after: one that is new has no before, one that is gone no after. */
export interface RuleTried {
  before: Rule | null;
  after: Rule | null;
}

/** What changes for whoever holds a role; no agency named: in all of them. */
export interface RoleTried {
  role: string;
  agencies: string[];
  shifts: { act: string; gains: Whereabouts | null; loses: Whereabouts | null }[];
}

/** What a text would change; with faults the node would not go by it. */
export interface PoliciesTried {
  hash: string | null;
  faults: Fault[];
  rules: RuleTried[];
  roles: RoleTried[];
}

/** Circumstances, each side by itself; a side that is empty does not matter. */
export interface Whereabouts {
  assurance: number[];
  entered: string[];
  exercise: boolean[];
  purposes: string[];
}

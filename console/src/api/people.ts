// People of an agency, as its administrators see and change them, and how they log in.

import type { Author, Time } from './types';

/** What somebody holds. */
export interface Held {
  name: string;
  /** The word that they log in by, before `@` and the agency. */
  login: string;
  agency: string;
  roles: string[];
  groups: string[];
  nations: string[];
  clearances: Record<string, number>;
  categories: string[];
  from: Time;
  until: Time | null;
  /** A day, without a time. */
  review: string | null;
  grounds: string;
  lang: string;
}

/** What somebody is to hold, as it is sent: what is not said follows. */
export interface HeldTold extends Omit<Held, 'login' | 'agency' | 'from' | 'review'> {
  login?: string;
  from?: Time;
  review: string;
}

export interface LogIn {
  passkeys: number;
  password: boolean;
  /** Until when a link waits to be used. */
  link_until: Time | null;
}

export interface Person {
  subject: string;
  version: string;
  held: Held;
  /** Whether it holds now. */
  holds: boolean;
  /** Why it was ended, if somebody ended it. */
  ending: string;
  review_due: boolean;
  /** Whether it takes two administrators to let them in anew. */
  guarded: boolean;
  me: boolean;
  /** Absent where the node keeps no log-in. */
  log_in?: LogIn;
}

/** What waits for a second administrator. */
export interface PersonChange {
  subject: string;
  person: string;
  held: Held;
  /** Nothing if they are new. */
  was: Held | null;
  /** `act:warning.approve`, `group:ct-fusion`, `nation:nato`. */
  second_for: string[];
  by: Author;
  at: Time;
  hash: string;
  state: 'proposed' | 'confirmed' | 'refused' | 'withdrawn';
  may_confirm: boolean;
  mine: boolean;
}

/** A log-in link that waits for a second administrator. */
export interface LinkChange {
  id: string;
  person: string;
  /** Of the person. */
  name?: string;
  by: Author;
  at: Time;
  replaces: boolean;
  reason: string;
  mine: boolean;
}

/** What the agency may give. */
export interface Holdings {
  roles: string[];
  guarded_roles: string[];
  groups: string[];
  guarded_groups: string[];
  nations: string[];
  /** The highest by policy. */
  clearances: Record<string, number>;
  categories: string[];
  langs: string[];
}

export interface People {
  people: Person[];
  changes: PersonChange[];
  changes_of_links?: LinkChange[];
  has: Holdings;
}

/** What an act of an administrator came to: one of the two. */
export interface PersonDone {
  person: Person | null;
  change: PersonChange | null;
}

/** A link to log in by; its path is shown once. */
export interface LinkMade {
  path: string;
  until: Time;
}

/** The link is made, or waits for a second administrator. */
export type LinkAnswer = LinkMade | { waits: true };

/** Who I am at the door: my ways to log in, my sessions, my tokens. */
export interface Me {
  name: string;
  /** In full, as it is typed: `arta.krasniqi@ame`. */
  login: string;
  agency: string;
  agency_name: Record<string, string>;
  passkeys: Passkey[];
  password: boolean;
  sessions: OwnSession[];
  tokens: OwnToken[];
  /** Acts that a token of mine may carry. */
  token_acts: string[];
  /** Whether this session may add a passkey. */
  may_add: boolean;
}

export interface Passkey {
  id: string;
  name: string;
  added: Time;
  used: Time | null;
  /** Whether its maker may copy it to other devices. */
  may_be_copied: boolean;
}

export interface OwnSession {
  id: string;
  since: Time;
  used: Time;
  until: Time;
  assurance: string;
  purpose: string;
  exercise: string | null;
  here: boolean;
}

export interface OwnToken {
  id: string;
  name: string;
  acts: string[];
  since: Time;
  used: Time | null;
  until: Time;
}

/** What a browser needs to make a passkey; bytes are base64url. */
export interface PasskeyAsk {
  challenge: string;
  rp: { id: string; name: string };
  user: { id: string; name: string; display_name: string };
  exclude: string[];
}

export interface PasskeyMade {
  client_data: string;
  attestation: string;
}

/** What a passkey signed, so that the node can check it; bytes are base64url. */
export interface Assertion {
  id: string;
  client_data: string;
  authenticator_data: string;
  signature: string;
}

export interface TokenMade {
  token: string;
  me: Me;
}

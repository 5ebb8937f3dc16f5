// What goes over the wire, as the gateway's OpenAPI says it. Nothing here is made up on this side: a field that
// the console only derives lives in `lib/`.

import type { Alarm } from './machine';
import type { Alike, HandedIn } from './report';
import type { Draft, Why } from './warning';

export * from './canaries';
export * from './labels';
export * from './machine';
export * from './map';
export * from './oversight';
export * from './people';
export * from './policies';
export * from './report';
export * from './warning';

export type Lang = 'sq' | 'sr' | 'en';
export type ByLang = Record<string, string>;
export type Severity = 'Unknown' | 'Minor' | 'Moderate' | 'Severe' | 'Extreme';
export type Time = string;

export interface Author {
  id: string;
  name: string;
  agency: string;
}

export interface Label {
  id?: string;
  owner: string;
  tlp?: string;
  audience: string[][];
  purposes: string[][];
  need: string[];
  levels: Record<string, number>;
  controls: string[];
  personal: boolean;
  retain_until: string;
  basis?: string;
}

export interface Item<B = Record<string, unknown>> {
  subject: string;
  kind: string;
  version: string;
  heads: string[];
  at: Time;
  author: Author;
  label: Label;
  exercise: string | null;
  body: B;
}

export interface Page<T> {
  items: T[];
  next: string | null;
  counts?: Record<string, number>;
}

export interface Session {
  /** The name of this session, which opens nothing; what is asked of the node names it. */
  id?: string;
  person: Author;
  agency_name: ByLang;
  roles: string[];
  acts: string[];
  purpose: string;
  lang: string;
  exercise: string | null;
  node: { name: string; exercise_only: boolean };
  assurance: string;
  until: Time;
}

export interface Municipality {
  code: string;
  name: ByLang;
  also: string[];
  seat: [number, number];
  population: number;
  low: number;
  high: number;
  plan: boolean;
  languages: string[];
}

export interface Hazard {
  code: string;
  oet?: string | null;
  category: string;
  name: ByLang;
  event: ByLang;
  instruction: ByLang;
  /** Where the writer starts, with `{area}` to fill in. */
  headline?: ByLang;
  severity?: Severity;
  urgency?: string;
  certainty?: string;
  response?: string[];
}

export interface Profile {
  code: string;
  name: ByLang;
  time_zone: string;
  /** What people read instead of the zone's name, by language; the gateway may leave it out. */
  time_shown_as?: ByLang;
  languages: string[];
  emergency: string;
  municipalities: Municipality[];
  hazards: Hazard[];
  agencies: { code: string; kind: string; name: ByLang; short?: ByLang }[];
  groups: { code: string; name: ByLang; members: string[] }[];
  roles: { code: string; name: ByLang }[];
  boundaries: 'approximate' | 'imported';
}

export type FeedState = 'good' | 'late' | 'silent' | 'dropping' | 'unknown';

export interface Feed {
  name: string;
  last: Time | null;
  period_s: number | null;
  state: FeedState;
}

export interface Health {
  link: Record<string, unknown>;
  log: { name: string; sealed_at: Time | null; records_ok: boolean };
  picture: { lag_ms: number; intake_slowed?: boolean };
  clock: { ahead_ms: number };
  feeds: Feed[];
  disk: { state: 'good' | 'full' };
  access?: { state: 'good' | 'waiting' | 'lost' };
}

export type Want = 'triage' | 'task' | 'sign';

export interface StripPlace {
  words: string;
  areas: string[];
  point?: [number, number] | null;
}

export interface Strip {
  subject: string;
  kind: string;
  version: string;
  want: Want;
  title: string;
  lang?: string | null;
  source: string;
  place: StripPlace;
  severity: Severity;
  life_at_risk: boolean;
  since: Time;
  due?: Time | null;
  grade?: string | null;
  held_by?: Author | null;
  status?: string | null;
  exercise: string | null;
}

export interface Place {
  words?: string;
  areas?: string[];
  geometry?: { type: string; coordinates: unknown } | null;
}

export interface BulletinText {
  lang: string;
  event: string;
  headline?: string;
  description?: string;
  instruction?: string;
  severity?: Severity;
  urgency?: string;
  certainty?: string;
  areas?: string[];
}

export interface Bulletin {
  title: string;
  identifier: string;
  sender: string;
  sent: string;
  msg_type: string;
  status: string;
  references?: string[];
  severity: Severity;
  effective: Time;
  expires?: Time;
  place: Place;
  texts?: BulletinText[];
  findings?: string[];
  signature: string;
}

export interface Report {
  title: string;
  text?: string;
  lang?: string;
  seen: Time;
  place: Place;
  severity: Severity;
  life_at_risk: boolean;
  from: string;
  /** What the public's form held beyond the words; absent for what an officer wrote down. */
  handed_in?: HandedIn;
}

export interface Triage {
  signal: string;
  outcome: 'taken' | 'released' | 'linked' | 'dismissed';
  by: string;
  grade?: string;
  reason?: string;
}

export interface SignalView {
  signal: Item<Bulletin | Report | Alarm>;
  triage: Item<Triage> | null;
  incidents: { subject: string; number: string; title: ByLang }[];
  near: Strip[];
  alike?: Alike[];
}

export interface Incident {
  number: string;
  title: ByLang;
  hazard: string;
  severity: Severity;
  state: 'active' | 'closed';
  place: Place;
  began: Time;
  commander: string;
  closed?: Time;
  closed_because?: string;
}

export interface Counts {
  entries: number;
  tasks: number;
  tasks_late: number;
}

export interface IncidentView {
  incident: Item<Incident>;
  signals: Strip[];
  drafts: Item<Draft>[];
  counts: Counts;
}

export interface Entry {
  incident: string;
  when: Time;
  text: string;
  decision: boolean;
  reason?: string;
  agency?: string;
  lang?: string;
}

export type TaskState = 'sent' | 'acknowledged' | 'started' | 'done' | 'cancelled';

export interface Task {
  number: string;
  incident: string;
  title: string;
  text?: string;
  agency: string;
  state: TaskState;
  place: Place;
  life_at_risk: boolean;
  sent: Time;
  acknowledged?: Time;
  started?: Time;
  ended?: Time;
  due?: Time;
  by?: string;
  outcome?: string;
}

export interface Who {
  public: boolean;
  agencies: string[];
  groups: { code: string; members: number }[];
  persons: number;
  nations: string[];
  needs: { assurance?: string | null; categories: string[]; levels: Record<string, number> };
  nobody: boolean;
  until: string;
}

export interface LabelOption {
  key: number;
  code: string;
  label: Label;
  who: Who;
  default: boolean;
  name?: ByLang;
  /** Narrower than what was chosen, because what is written belongs to the thing in hand. */
  held: boolean;
  /** In what it lies below the thing in hand. */
  below?: Below | null;
  /** Why it can't be chosen. */
  refused?: Why | null;
}

/** Whom a label would let see what the thing in hand keeps from them. */
export interface Below {
  public: boolean;
  agencies: string[];
  nations: string[];
  people: number;
  levels: Record<string, number>;
  categories: string[];
  purposes: boolean;
  controls: string[];
}

export interface CapFinding {
  rule: string;
  severity: string;
  line?: number | null;
  message: string;
}

export interface Received {
  received: { subject: string; title: string; verdict: string; signature: string; findings: CapFinding[] }[];
  known: string[];
  quarantined: { id: string; reason: string; findings: CapFinding[] }[];
}

export interface Quarantined {
  id: string;
  at: Time;
  door: string;
  reason: string;
  findings: CapFinding[];
  size: number;
}

/** Who plays which role of the exercise that the session is in; null where nobody has begun one. */
export interface Exercise {
  subject: string;
  name: string;
  scenario: string;
  seed: number;
  /** Seconds of the story in one second. */
  pace: number;
  state: 'running' | 'ended';
  started: Time;
  ended: Time | null;
  roles: PlayedRole[];
}

export interface PlayedRole {
  code: string;
  name: Record<string, string>;
  played_by: 'autopilot' | 'people';
  since: Time;
  mine: boolean;
  may: boolean;
}

export interface Found {
  subject: string;
  kind: string;
  title: string;
  at: Time;
  snippet?: string;
}

export interface Change {
  cursor: string;
  subject: string;
  kind: string;
  version: string;
  want?: Want | null;
}

export type LiveMessage =
  | { type: 'hello'; cursor: string }
  | ({ type: 'change' } & Change)
  | { type: 'missed'; after: string; changes?: number }
  | ({ type: 'health' } & Health)
  | { type: 'may' }
  | { type: 'end'; code: string };

// Public warnings on the wire: the working paper, what is wrong with it, and the message as issued.

import type { Item, Place, Severity, Time } from './types';

export interface WarningText {
  headline: string;
  description: string;
  instruction: string;
}

export type MessageType = 'Alert' | 'Update' | 'Cancel';

export interface Content {
  message: MessageType;
  follows?: string[];
  hazard: string;
  severity: Severity;
  urgency: string;
  certainty: string;
  response?: string[];
  onset: Time;
  expires: Time;
  place: Place;
  texts: Record<string, WarningText>;
  left_out?: Record<string, string>;
}

export type DraftState = 'draft' | 'submitted' | 'approved' | 'refused' | 'issued' | 'withdrawn';

export interface Draft {
  number: string;
  state: DraftState;
  content: Content;
  writers: string[];
  incident?: string;
  submitted_by?: string;
  submitted?: Time;
  decide_by?: Time;
  decided_by?: string;
  decided?: Time;
  approved_hash?: string;
  remark?: string;
  issued_as?: string;
}

export interface Finding {
  code: string;
  blocking: boolean;
  field?: string | null;
  lang?: string | null;
  message: string;
  args?: Record<string, string>;
}

export interface ShortText {
  text: string;
  parts?: number;
  pages?: number;
  encoding?: string;
}

export interface Preview {
  sms?: Record<string, ShortText>;
  cell?: Record<string, ShortText>;
  languages_required?: string[];
  people?: { estimate: number; low: number; high: number } | null;
  xml?: string;
}

/** Why not: a code that stays, an English sentence, and what it names. */
export interface Why {
  code: string;
  detail: string;
  args?: Record<string, string>;
}

export interface May {
  ok: boolean;
  /** It takes a passkey of the caller, which signs exactly this. */
  passkey?: boolean;
  why?: Why | null;
}

export interface DraftView {
  draft: Item<Draft>;
  hash: string;
  findings: Finding[];
  preview: Preview;
  may: Record<'edit' | 'submit' | 'approve' | 'refuse' | 'issue' | 'withdraw', May>;
  writers: { id: string; name: string }[];
}

export type WarningState = 'in-force' | 'updated' | 'cancelled' | 'expired' | 'all-clear';

export interface Warning {
  identifier: string;
  sender: string;
  sent: string;
  status: string;
  state: WarningState;
  content: Content;
  xml: string;
  followed_by?: string;
  issued_by: string[];
}

export interface Delivery {
  warning: string;
  channel: string;
  reached: boolean;
  note?: string;
}

export interface WarningView {
  warning: Item<Warning>;
  public: string;
  xml: string;
  deliveries: (Item<Delivery> | Delivery)[];
  may: { update: May | boolean; cancel: May | boolean; cancel_alone_until?: Time | null };
}

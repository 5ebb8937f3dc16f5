// Reports that the public handed in, as the gateway tells of them, and what becomes public of them.

import type { Explanation, Item, Place, Report, Strip, Time } from './types';
import type { May } from './warning';

export interface HandedIn {
  number: string;
  service: string;
  added?: { at: Time; text: string }[];
}

/** A photograph of a report; `withheld` says on what grounds nobody is shown it any more. */
export interface PhotoSeen {
  number: number;
  media: string;
  bytes: number;
  width: number;
  height: number;
  turned: number;
  withheld: string | null;
}

/** Where the file stands, relative to the console. Asking for it opens the report, on record. */
export const photoAt = (subject: string, number: number): string => `api/v1/reports/${subject}/photos/${number}`;

/** Another report that is likely of the same thing: a hint, nothing is tied. */
export interface Alike {
  signal: Strip;
  number: string;
  why: Explanation;
}

export type Shown = 'waiting' | 'published' | 'rejected' | 'hidden';
export type Progress = 'received' | 'in-hand' | 'done' | 'passed-on';

/** What a moderator decides by. Nothing of it says who handed the report in. */
export interface ReportView {
  seen: { number: string; service: string; owner: string; shown: Shown; progress: Progress; head: string };
  photos: PhotoSeen[];
  report: Item<Report>;
  moderation: Item<{ reason?: string; answer?: string; answered?: Time }>;
  notice: Item<{ words?: string; lang?: string; state: string; note?: string }> | null;
  public_place: Place;
  reporter: string | null;
  may: Record<'publish' | 'reject' | 'hide' | 'answer' | 'withhold' | 'identify', May>;
}

/** Who handed a report in. That this was opened is on record. */
export interface ReporterSeen {
  subject: string;
  name: string;
  phone: string;
  email: string;
}

// The calls about labels: who will see this, and a label in the words of others.

import type { Client } from './client';
import { query as q } from './query';
import type * as W from './types';

export function labelling(c: Client) {
  return {
    labelOptions: (kind: string, in_hand?: string | null) => c.call<W.LabelOption[]>('GET', `labels/options${q({ kind, in_hand })}`),
    who: (label: W.Label) => c.call<W.Who>('POST', 'labels/who', { label }),
    /** A label in the words of others, as it would be written; nothing is. */
    readLabel: (asked: W.LabelAsked) => c.call<W.LabelRead>('POST', 'labels/read', asked),
    /** That it was looked at is on record, as when the thing is opened. */
    labelWords: (subject: string) => c.call<W.LabelWords>('GET', `items/${subject}/label`),
  };
}

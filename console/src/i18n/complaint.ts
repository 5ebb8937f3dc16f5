// Why an act came to nothing, in words, and whether a passkey of one's own would mend it: then the way to make one stands beside.

import { NoAnswer, Problem } from '../api/client';
import { Unsigned, type NoSignature } from '../lib/passkey';
import { t } from './i18n.svelte';
import { refusal } from './refusal';

export interface Complaint {
  words: string;
  /** Whether another passkey would help. */
  passkey: boolean;
}

export const nothing: Complaint = { words: '', passkey: false };

/** Another passkey helps where this device has none, or none that asks for the person. */
const BROWSERS: NoSignature[] = ['cancelled', 'unfit', 'failed'];
const NODES = ['approval.key', 'approval.unsigned', 'approval.passkey', 'passkey.fault'];

export function complaint(error: unknown): Complaint {
  if (error instanceof Unsigned) return { words: t(`sign-${error.why}`), passkey: BROWSERS.includes(error.why) };
  if (error instanceof Problem) return { words: refusal(error), passkey: NODES.includes(error.code) };
  return { words: t(error instanceof NoAnswer ? 'not-saved-again' : 'state-refused-why'), passkey: false };
}

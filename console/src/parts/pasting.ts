// A pasted label as one more choice of the chooser.

import { Problem } from '../api/client';
import type { Foreign, Label, LabelAsked, LabelOption, LabelRead, Who } from '../api/types';

/** Its key among the choices: no digit, so no key of the keyboard takes it. */
export const PASTED = -1;

const NOBODY: Who = { public: false, agencies: [], groups: [], persons: 0, nations: [], needs: { categories: [], levels: {} }, nobody: true, until: '' };

export function asChoice({ label, who, held, below }: LabelRead): LabelOption {
  return { key: PASTED, code: 'pasted', label, who, default: false, held, below, ...(label.tlp ? { name: { en: label.tlp } } : {}) };
}

/** The same words for another thing in hand: what they come to there, or why they can't be taken there. No answer is an error. */
export async function readAnew(read: (asked: LabelAsked) => Promise<LabelRead>, words: Foreign, kind: string, inHand: string | null, before: Label): Promise<LabelOption> {
  try {
    return asChoice(await read({ kind, in_hand: inHand, ...words }));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...asChoice({ label: before, who: NOBODY, held: false }), refused: { code: error.code, detail: error.detail } };
  }
}

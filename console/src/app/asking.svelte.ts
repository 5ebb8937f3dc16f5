// The one thing that may lie over a screen: the palette, the keys, or a new incident. Never two.

import type { SignalView } from '../api/types';

export interface Asking {
  what: 'nothing' | 'palette' | 'help' | 'incident';
  /** The signal that a new incident begins with. */
  signal: SignalView | null;
}

let current = $state.raw<Asking>({ what: 'nothing', signal: null });

export const asking = (): Asking => current;

export function ask(what: Asking['what'], signal: SignalView | null = null): void {
  current = { what, signal };
}

export const answered = (): void => ask('nothing');

// An act that may take a passkey: it is sent as it is, and where the node answers that it has to be signed, the browser is asked
// for a signature over exactly what the node named, and the same is sent once more with it.

import { Problem } from '../api/client';
import type { Assertion } from '../api/types';
import { sign as byPasskey } from '../lib/passkey';

/** What goes with the request: nothing at first. */
export interface Signed {
  assertion?: Assertion;
}

interface Asks {
  /** Told when the browser begins to ask the person, and when it is done. */
  asking?: (on: boolean) => void;
  sign?: (challenge: string) => Promise<Assertion>;
}

/** What is to be signed, if that is what an answer asks for. */
export function challengeOf(error: unknown): string | null {
  if (!(error instanceof Problem) || error.code !== 'approval.passkey') return null;
  return error.args['challenge'] ?? null;
}

export async function signed<T>(call: (more: Signed) => Promise<T>, { asking = () => undefined, sign = byPasskey }: Asks = {}): Promise<T> {
  try {
    return await call({});
  } catch (error) {
    const challenge = challengeOf(error);
    if (challenge === null) throw error;
    asking(true);
    const assertion = await sign(challenge).finally(() => asking(false));
    return call({ assertion });
  }
}

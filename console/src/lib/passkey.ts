// A passkey, as a browser makes it and signs with it (WebAuthn level 2, §5.1.3 and §5.1.4): what is asked of it, and what comes
// back as base64url. What it is worth is judged by the node.

import type { Assertion, PasskeyAsk, PasskeyMade } from '../api/types';

/** COSE algorithms that the node checks: ES256, EdDSA, RS256. */
const ALGORITHMS = [-7, -8, -257];
/** How long the browser waits for the person, in milliseconds. */
export const PASSKEY_WAIT_MS = 120_000;

export function base64url(bytes: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

/** A key that stays with the person (discoverable), which the device opens for them alone; who made it is not asked. */
export function options(ask: PasskeyAsk): PublicKeyCredentialCreationOptions {
  return {
    challenge: fromBase64url(ask.challenge),
    rp: ask.rp,
    user: { id: fromBase64url(ask.user.id), name: ask.user.name, displayName: ask.user.display_name },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: ask.exclude.map((id) => ({ type: 'public-key', id: fromBase64url(id) })),
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
    timeout: PASSKEY_WAIT_MS,
  };
}

export type Hindrance = 'none' | 'insecure' | 'unknown';

/** Why no passkey can be made here, before anybody tries. */
export function hindrance(where: { isSecureContext: boolean; PublicKeyCredential?: unknown }): Hindrance {
  if (!where.isSecureContext) return 'insecure';
  return where.PublicKeyCredential === undefined ? 'unknown' : 'none';
}

/** The name of what is said when the browser gave none: nobody answered in time and "no" are the same to it. */
export function failure(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'AbortError') return 'me-passkey-cancelled';
  if (name === 'InvalidStateError') return 'me-passkey-has';
  if (name === 'SecurityError') return 'me-passkey-place';
  if (name === 'NotSupportedError' || name === 'ConstraintError') return 'me-passkey-unfit';
  return 'me-passkey-failed';
}

/** Asks the browser. */
export async function make(ask: PasskeyAsk): Promise<PasskeyMade> {
  const made = await navigator.credentials.create({ publicKey: options(ask) });
  if (!(made instanceof PublicKeyCredential) || !(made.response instanceof AuthenticatorAttestationResponse)) throw new Error('no passkey came');
  return { client_data: base64url(made.response.clientDataJSON), attestation: base64url(made.response.attestationObject) };
}

/** What is asked for a signature over exactly one act: any passkey of this host that the device holds, opened by the person. */
export function signing(challenge: string, host: string): PublicKeyCredentialRequestOptions {
  return { challenge: fromBase64url(challenge), rpId: host, userVerification: 'required', timeout: PASSKEY_WAIT_MS };
}

/** Why nothing was signed. A device without a passkey of this node, a "no" and no answer in time are the same to a browser. */
export type NoSignature = 'insecure' | 'unknown' | 'cancelled' | 'place' | 'unfit' | 'failed';

/** The browser gave no signature, or could not be asked for one. */
export class Unsigned extends Error {
  constructor(readonly why: NoSignature) {
    super(`no signature: ${why}`);
  }
}

export function unsigned(error: unknown): Unsigned {
  if (error instanceof Unsigned) return error;
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'AbortError') return new Unsigned('cancelled');
  if (name === 'SecurityError') return new Unsigned('place');
  return new Unsigned(name === 'NotSupportedError' || name === 'ConstraintError' ? 'unfit' : 'failed');
}

/** Asks the browser for a signature. */
export async function sign(challenge: string): Promise<Assertion> {
  const hinders = hindrance(window);
  if (hinders !== 'none') throw new Unsigned(hinders);
  try {
    const got = await navigator.credentials.get({ publicKey: signing(challenge, location.hostname) });
    if (!(got instanceof PublicKeyCredential) || !(got.response instanceof AuthenticatorAssertionResponse)) throw new Unsigned('failed');
    const { clientDataJSON, authenticatorData, signature } = got.response;
    return { id: base64url(got.rawId), client_data: base64url(clientDataJSON), authenticator_data: base64url(authenticatorData), signature: base64url(signature) };
  } catch (error) {
    throw unsigned(error);
  }
}

// The rules of who may act: what a text lacks before it is proposed, how two texts are read as one, and acts that take a passkey.

import { describe, expect, it, vi } from 'vitest';
import { NoAnswer, Problem } from '../../src/api/client';
import type { Assertion, PoliciesTried, PolicyWaits, Rule } from '../../src/api/types';
import { challengeOf, signed } from '../../src/app/signed';
import { lines, LINES_MAX } from '../../src/lib/compare';
import { base64url, signing, Unsigned, unsigned } from '../../src/lib/passkey';
import { answerTo, howChanged, inOrder, lacking, lineAt, standingOf, type Attempt } from '../../src/lib/rules';

const rule = (id: string, effect: Rule['effect'] = 'permit'): Rule => ({ id, effect, words: {}, line: 1, text: id });
const said = (more: Partial<PoliciesTried> = {}): PoliciesTried => ({ hash: 'h', faults: [], rules: [], roles: [], ...more });
const stands = { text: 'permit one', hash: 'stands' };
const attempt = (more: Partial<Attempt> = {}): Attempt => ({ text: 'permit two', on: 'stands', said: said(), ...more });

describe('a text for the rules', () => {
  it('is proposed only when it changes something, was checked as it is, has no faults, and a reason', () => {
    const lacks = (text: string, tried: Attempt | null, reason = 'Order 7') => lacking(text, stands, tried, reason);
    expect(lacks('permit one', null)).toBe('change');
    expect(lacks('permit two', null)).toBe('check');
    expect(lacks('permit two', attempt({ text: 'permit tw' })), 'it was changed after the check').toBe('check');
    expect(lacks('permit two', attempt({ on: 'earlier' })), 'other rules stand since the check').toBe('check');
    expect(lacks('permit two', attempt({ said: said({ faults: [{ line: 1, rule: null, problem: 'x' }] }) }))).toBe('faults');
    expect(lacks('permit two', attempt(), '  ')).toBe('reason');
    expect(lacks('permit two', attempt())).toBeNull();
  });

  it('shows an answer only beside the text that it is about', () => {
    expect(answerTo(attempt(), 'permit two', 'stands')).toEqual(said());
    expect(answerTo(attempt(), 'permit three', 'stands')).toBeNull();
    expect(answerTo(null, 'permit two', 'stands')).toBeNull();
  });

  it('stands with what is forbidden before what is permitted, each in its own order', () => {
    const all = [rule('a'), rule('b', 'forbid'), rule('c'), rule('d', 'forbid')];
    expect([inOrder(all).forbid, inOrder(all).permit].map((rules) => rules.map(({ id }) => id))).toEqual([['b', 'd'], ['a', 'c']]);
    expect([howChanged({ before: null, after: all[0]! }), howChanged({ before: all[0]!, after: null }), howChanged({ before: all[0]!, after: all[0]! })]).toEqual(['new', 'gone', 'other']);
  });

  it('that waits is out of date before it is anybody’s', () => {
    const waits = (more: Partial<PolicyWaits>): PolicyWaits => ({ subject: 's', by: { id: 'p', name: '', agency: 'kp' }, agency: 'kp', at: '', reason: '', mine: false, stale: false, ...more });
    expect([waits({}), waits({ mine: true }), waits({ mine: true, stale: true })].map(standingOf)).toEqual(['waits', 'mine', 'stale']);
  });

  it('has lines that a caret can be put to, whatever number it is asked for', () => {
    const text = 'one\n\nthree';
    const at = (line: number) => text.slice(...lineAt(text, line));
    expect([at(1), at(2), at(3), at(99), at(0)]).toEqual(['one', '', 'three', 'three', 'one']);
  });
});

describe('two texts read as one', () => {
  const read = (before: string, after: string) => lines(before, after).map(({ sign, text }) => sign + text);

  it('show what goes before what comes in its place, and what stays once', () => {
    expect(read('a\nb\nc', 'a\nx\nc\nd')).toEqual([' a', '-b', '+x', ' c', '+d']);
    expect(read('same', 'same')).toEqual([' same']);
    expect(read('', 'new')).toEqual(['-', '+new']);
  });

  it('give both texts back, whatever they are', () => {
    const texts = ['', 'a', 'a\nb', 'b\na', 'a\na\nb', '\n\n', 'b\n\na\nc', Array.from({ length: LINES_MAX + 1 }, (_, n) => `${n}`).join('\n')];
    for (const before of texts) for (const after of texts) {
      const both = lines(before, after);
      expect(both.filter(({ sign }) => sign !== '+').map(({ text }) => text).join('\n')).toBe(before);
      expect(both.filter(({ sign }) => sign !== '-').map(({ text }) => text).join('\n')).toBe(after);
    }
  });
});

describe('an act that may take a passkey', () => {
  const assertion: Assertion = { id: 'AQ', client_data: 'Ag', authenticator_data: 'Aw', signature: 'BA' };
  const takes = (challenge?: string) => new Problem(422, 'approval.passkey', 'x', challenge ? { challenge } : {});

  it('is sent once where it takes none, and the browser is not asked', async () => {
    const [call, sign] = [vi.fn(async () => 'done'), vi.fn()];
    expect(await signed(call, { sign })).toBe('done');
    expect([call.mock.calls, sign.mock.calls.length]).toEqual([[[{}]], 0]);
  });

  it('is sent again with a signature over exactly what the node named', async () => {
    const call = vi.fn(async (more: { assertion?: Assertion }) => { if (!more.assertion) throw takes('AQID'); return 'done'; });
    const sign = vi.fn(async () => assertion);
    const told: boolean[] = [];
    expect(await signed(call, { sign, asking: (on) => told.push(on) })).toBe('done');
    expect([sign.mock.calls, call.mock.calls, told]).toEqual([[['AQID']], [[{}], [{ assertion }]], [true, false]]);
  });

  it('is not sent again where nothing was signed, where it was refused for another reason, or where the line is down', async () => {
    for (const [fails, sign] of [[takes('AQID'), async () => { throw new Unsigned('cancelled'); }], [new Problem(422, 'policy.stale', 'x'), async () => assertion], [new NoAnswer('x'), async () => assertion], [takes(), async () => assertion]] as const) {
      const call = vi.fn(async () => { throw fails; });
      const told: boolean[] = [];
      await expect(signed(call, { sign, asking: (on) => told.push(on) })).rejects.toBeInstanceOf(Error);
      expect(call.mock.calls).toEqual([[{}]]);
      expect(told.at(-1) ?? false, 'nobody waits for the browser any more').toBe(false);
    }
  });

  it('asks once and no more: a signature that is not enough is said, not asked for again', async () => {
    const call = vi.fn(async () => { throw takes('AQID'); });
    await expect(signed(call, { sign: async () => assertion })).rejects.toMatchObject({ code: 'approval.passkey' });
    expect(call).toHaveBeenCalledTimes(2);
  });

  it('is known by its code alone', () => {
    expect([challengeOf(takes('AQID')), challengeOf(new Problem(422, 'policy.stale', 'x', { challenge: 'AQID' })), challengeOf('?')]).toEqual(['AQID', null, null]);
  });

  it('asks for any passkey of this host that opens for the person, and for the bytes that were named', () => {
    const asked = signing(base64url(Uint8Array.from([1, 2, 3]).buffer), 'kulla.example');
    expect(asked).toMatchObject({ rpId: 'kulla.example', userVerification: 'required' });
    expect([...new Uint8Array(asked.challenge as ArrayBuffer)]).toEqual([1, 2, 3]);
    expect(asked).not.toHaveProperty('allowCredentials');
    expect(asked.timeout).toBeGreaterThanOrEqual(60_000);
  });

  it('says by a word of its own why nothing was signed', () => {
    const named = (name: string) => unsigned(Object.assign(new Error('x'), { name })).why;
    expect([named('NotAllowedError'), named('AbortError'), named('SecurityError'), named('ConstraintError'), named('Else'), unsigned('?').why, unsigned(new Unsigned('insecure')).why]).toEqual(['cancelled', 'cancelled', 'place', 'unfit', 'failed', 'failed', 'insecure']);
  });
});

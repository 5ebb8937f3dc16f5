import { describe, expect, it } from 'vitest';
import type { Held, Holdings, Person } from '../../src/api/types';
import { asksForTwo, differences, fieldOf, isOver, lacking, nobody, onTop, standing, takesTwo, told, touched, wantedOf } from '../../src/lib/held';
import { base64url, failure, fromBase64url, hindrance, options } from '../../src/lib/passkey';

const ZONE = 'Europe/Belgrade';
const now = Date.parse('2026-11-17T20:47:08Z');
const held = (more: Partial<Held> = {}): Held => ({
  name: 'Arta Krasniqi', login: 'arta.krasniqi', agency: 'ame', roles: ['duty-officer'], groups: ['national-civprot'], nations: [], clearances: { kulla: 1 }, categories: [],
  from: '2026-01-01T00:00:00Z', until: '2026-12-31T22:59:00Z', review: '2026-12-01', grounds: 'Roster', lang: 'sq', ...more,
});
const has: Holdings = {
  roles: ['duty-officer', 'incident-commander'], guarded_roles: ['incident-commander'], groups: ['national-civprot', 'ct-fusion'], guarded_groups: ['ct-fusion'],
  nations: ['nato'], clearances: { kulla: 2 }, categories: [], langs: ['sq', 'en'],
};
const person = (more: Partial<Person> = {}): Person => ({ subject: 's', version: 'v', held: held(), holds: true, ending: '', review_due: false, guarded: false, me: false, ...more });
const wanted = (more: Partial<ReturnType<typeof wantedOf>> = {}) => ({ ...wantedOf(person(), now, ZONE), ...more });

describe('what somebody holds', () => {
  it('begins with nothing for somebody new: from now, without an end, to be looked at within a year', () => {
    const fresh = nobody(now, ZONE, 'sr', has);
    expect(fresh).toMatchObject({ roles: [], clearances: {}, from: null, until: null, review: '2027-11-17', lang: 'sq' });
    expect(told(fresh)).not.toHaveProperty('from');
    expect(told(fresh)).not.toHaveProperty('login');
  });

  it('begins with what they hold; what was over begins anew, and a review that is due gets a new day', () => {
    expect(wantedOf(person(), now, ZONE)).toMatchObject({ from: '2026-01-01T00:00:00Z', until: '2026-12-31T22:59:00Z', review: '2026-12-01' });
    expect(wantedOf(person({ review_due: true }), now, ZONE).review).toBe('2027-11-17');
    const over = person({ holds: false, held: held({ until: '2026-11-01T00:00:00Z' }) });
    expect(wantedOf(over, now, ZONE)).toMatchObject({ from: null, until: null });
  });

  it('is shown field by field as it was and as it will be, and what stays is not named', () => {
    const is = held({ roles: ['incident-commander', 'duty-officer'], clearances: { kulla: 2 }, until: null });
    const found = differences(held(), is);
    expect(found.map((each) => each.field)).toEqual(['roles', 'clearances', 'until']);
    expect(found[0]).toMatchObject({ added: ['incident-commander'], gone: [] });
    expect(found[1]).toMatchObject({ added: ['kulla 2'], gone: ['kulla 1'] });
    expect(differences(held(), held({ roles: ['duty-officer'] }))).toEqual([]);
    expect(differences(held({ groups: ['a', 'b'] }), held({ groups: ['b', 'a'] })), 'a list is a set').toEqual([]);
  });

  it('is shown whole for somebody new', () => {
    expect(differences(null, held({ until: null })).map((each) => each.field)).toEqual(['name', 'login', 'roles', 'groups', 'clearances', 'from', 'review', 'grounds', 'lang']);
  });

  it('asks for a second administrator for approvers, guarded groups and nations that are new', () => {
    expect(asksForTwo(held(), wanted({ roles: ['duty-officer', 'incident-commander'], groups: ['ct-fusion'], nations: ['nato'] }), has)).toEqual({ roles: ['incident-commander'], groups: ['ct-fusion'], nations: ['nato'] });
    expect(takesTwo(asksForTwo(held(), wanted({ roles: [], groups: [] }), has)), 'taking away takes one').toBe(false);
    expect(takesTwo(asksForTwo(held({ roles: ['incident-commander'] }), wanted({ roles: ['incident-commander'], name: 'Arta K.' }), has)), 'what they hold already').toBe(false);
  });

  it('asks for a second administrator when what is guarded lasts longer, begins earlier, or is given back', () => {
    const approver = held({ roles: ['incident-commander'] });
    const asks = (was: Held | null, more: object) => takesTwo(asksForTwo(was, wanted({ roles: ['incident-commander'], ...more }), has));
    expect(asks(approver, { until: null })).toBe(true);
    expect(asks(approver, { until: '2027-01-31T22:59:00Z' })).toBe(true);
    expect(asks(approver, { until: '2026-11-30T22:59:00Z' }), 'shorter').toBe(false);
    expect(asks(approver, { from: '2025-01-01T00:00:00Z' })).toBe(true);
    expect(asks(null, {})).toBe(true);
  });

  it('keeps what was typed on top of a version that came meanwhile, and follows it elsewhere', () => {
    const began = wanted();
    const typed = { ...began, grounds: 'Order 7', roles: ['incident-commander'] };
    const newest = { ...began, roles: ['duty-officer', 'press'], clearances: { kulla: 2 }, until: null };
    expect(onTop(began, typed, newest)).toMatchObject({ grounds: 'Order 7', roles: ['incident-commander'], clearances: { kulla: 2 }, until: null });
  });

  it('says what a form lacks before it is sent, at its field', () => {
    expect(lacking(wanted(), now, ZONE)).toEqual({});
    expect(Object.keys(lacking(wanted({ name: ' ', grounds: '', review: '2026-11-17', until: '2026-01-01T00:00:00Z' }), now, ZONE)).sort()).toEqual(['grounds', 'name', 'review', 'until']);
    expect(lacking(wanted({ login: 'Arta.K-2' }), now, ZONE)).toEqual({});
    expect(lacking(wanted({ login: 'arta krasniqi' }), now, ZONE)).toHaveProperty('login');
    expect(lacking(wanted({ review: '2028-11-17' }), now, ZONE)).toEqual({});
    expect(lacking(wanted({ review: '2028-11-18' }), now, ZONE)).toHaveProperty('review');
  });

  it('counts nothing as touched that says the same', () => {
    expect(touched(wanted(), wanted({ name: ' Arta Krasniqi ', login: 'Arta.Krasniqi' }))).toBe(false);
    expect(touched(wanted(), wanted({ until: null }))).toBe(true);
  });

  it('puts a refusal at the field that it is about', () => {
    expect(fieldOf('people.login-taken', {})).toBe('login');
    expect(fieldOf('people.not-yours', { what: 'clearance', word: 'kulla' })).toBe('clearances');
    expect(fieldOf('people.not-yours', { what: 'something newer' })).toBeNull();
    expect(fieldOf('people.form', {})).toBeNull();
  });

  it('tells apart who holds it, who will, for whom it ran out and for whom somebody ended it', () => {
    const later = person({ holds: false, held: held({ from: '2026-12-01T00:00:00Z' }) });
    const lapsed = person({ holds: false, held: held({ until: '2026-11-01T00:00:00Z' }) });
    expect([person(), later, lapsed, person({ holds: false, ending: 'Left' })].map((each) => standing(each, now))).toEqual(['holds', 'later', 'lapsed', 'ended']);
    expect([later, lapsed].map((each) => isOver(each, now))).toEqual([false, true]);
  });
});

describe('a passkey', () => {
  it('is asked for as one that stays with the person, is opened by them, and does not tell who made it', () => {
    const asked = options({ challenge: 'AQID', rp: { id: 'kulla.example', name: 'Kulla' }, user: { id: 'BAU', name: 'arta', display_name: 'Arta' }, exclude: ['Bgc'] });
    expect(asked).toMatchObject({ attestation: 'none', authenticatorSelection: { residentKey: 'required', userVerification: 'required' } });
    expect(asked.pubKeyCredParams.map(({ alg }) => alg)).toEqual([-7, -8, -257]);
    expect([...new Uint8Array(asked.challenge as ArrayBuffer)]).toEqual([1, 2, 3]);
    expect(asked.user.displayName).toBe('Arta');
    expect(asked.excludeCredentials).toHaveLength(1);
  });

  it('goes over the wire as base64url, whatever the bytes', () => {
    for (let length = 0; length < 260; length += 1) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 37 + length) % 256);
      const text = base64url(bytes.buffer);
      expect(text).toMatch(/^[\w-]*$/);
      expect(fromBase64url(text)).toEqual(bytes);
    }
  });

  it('is not offered where the browser has none or the line is not secure', () => {
    expect(hindrance({ isSecureContext: true, PublicKeyCredential: () => undefined })).toBe('none');
    expect(hindrance({ isSecureContext: true })).toBe('unknown');
    expect(hindrance({ isSecureContext: false, PublicKeyCredential: () => undefined })).toBe('insecure');
  });

  it('says in words why none came', () => {
    const named = (name: string) => failure(Object.assign(new Error('x'), { name }));
    expect([named('NotAllowedError'), named('InvalidStateError'), named('SecurityError'), named('Else'), failure('?')]).toEqual(['me-passkey-cancelled', 'me-passkey-has', 'me-passkey-place', 'me-passkey-failed', 'me-passkey-failed']);
  });
});

import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/api/client';
import type { Label, LabelRead } from '../../src/api/types';
import { isAlarm } from '../../src/i18n/alarm';
import { marked, naming, noWord, pasted, personIds, WORDS } from '../../src/lib/foreign';
import { readId } from '../../src/lib/id';
import { asChoice, PASTED, readAnew } from '../../src/parts/pasting';

const ID = '0190a000-0000-7000-8000-0000000000c1';
const OTHER = '0190a000-0000-7000-8000-0000000000c2';
const label = (more: Partial<Label> = {}): Label => ({ owner: 'ame', audience: [['a:kp']], purposes: [], need: [], levels: {}, controls: [], personal: false, retain_until: '2036-01-01', ...more });

describe('an id that somebody pasted', () => {
  it('is read by itself or within an address, whatever its letters', () => {
    expect(readId(`  ${ID.toUpperCase()}\n`)).toBe(ID);
    expect(readId(`https://kulla.example/as/1/#/desk/${ID}?pane=places`)).toBe(ID);
    expect(readId(`#/desk/${ID}`)).toBe(ID);
  });

  it('is not taken where there is none, more than one, or words around it', () => {
    for (const text of ['', 'nothing', ID.slice(1), ID.replaceAll('-', ''), `{${ID}}`, `the report ${ID}`, `#/desk/${ID}/${OTHER}`]) expect(readId(text)).toBeNull();
  });
});

describe('a label in the words of others', () => {
  it('is a document, a word of TLP 2.0, a word of before, or neither', () => {
    expect(pasted('\ufeff\n <?xml version="1.0"?><x/> ')).toEqual({ as: 'document', text: '<?xml version="1.0"?><x/>', bytes: 25 });
    expect(pasted('<ë/>')).toMatchObject({ bytes: 5 });
    expect(WORDS.map((word) => pasted(` ${word.toLowerCase()} `))).toEqual(WORDS.map((word) => ({ as: 'word', word })));
    expect(pasted('tlp:white')).toEqual({ as: 'old' });
    expect(pasted(' \n')).toEqual({ as: 'nothing' });
    for (const text of ['AMBER', 'TLP:AMBER STRICT', 'TLP AMBER', 'OFFICIAL']) expect(pasted(text)).toEqual({ as: 'other' });
  });

  it('names of a word of TLP only those whom the word is for, and is nothing without them', () => {
    const names = { groups: ['flood-drini'], agencies: ['kp'], clients: ['keds'], persons: [ID] };
    expect(WORDS.map(naming)).toEqual(['nobody', 'groups', 'agencies', 'agencies', 'persons']);
    expect(marked('TLP:CLEAR', names)).toEqual({ tlp: 'TLP:CLEAR', recipients: [], clients: [] });
    expect(marked('TLP:GREEN', names)).toEqual({ tlp: 'TLP:GREEN', recipients: ['g:flood-drini'], clients: [] });
    expect(marked('TLP:AMBER', names)).toEqual({ tlp: 'TLP:AMBER', recipients: ['a:kp'], clients: ['a:keds'] });
    expect(marked('TLP:AMBER+STRICT', names)).toEqual({ tlp: 'TLP:AMBER+STRICT', recipients: ['a:kp'], clients: [] });
    expect(marked('TLP:RED', names)).toEqual({ tlp: 'TLP:RED', recipients: [`p:${ID}`], clients: [] });
    for (const word of WORDS.slice(1)) expect(marked(word, { groups: [], agencies: [], clients: ['keds'], persons: [] })).toBeNull();
  });

  it('takes persons by their ids, each once, and says which is none', () => {
    expect(personIds(` ${ID}\np:${OTHER}, ${ID} `)).toEqual({ ids: [ID, OTHER], bad: null });
    expect(personIds(`${ID} Arta`)).toEqual({ ids: [ID], bad: 'Arta' });
    expect(personIds('')).toEqual({ ids: [], bad: null });
  });

  it('has no word of TLP where it asks for more than the word says, and each reason is told', () => {
    expect(noWord(label({ tlp: 'TLP:RED', levels: { kulla: 1 } })), 'the gateway says whether it has one').toEqual([]);
    expect(noWord(label({ levels: { kulla: 1 }, need: ['ct'], purposes: [['oversight']] }))).toEqual(['level', 'need', 'purpose']);
    expect(noWord(label({ audience: [] }))).toEqual(['clauses']);
    expect(noWord(label({ audience: [[]] }))).toEqual(['clauses']);
    expect(noWord(label({ audience: [['a:kp'], ['g:ct-fusion@1']] }))).toEqual(['clauses']);
    expect(noWord(label({ audience: [['a:kp', 'g:ct-fusion@1']] }))).toEqual(['mixed']);
    expect(noWord(label({ audience: [['n:al']] }))).toEqual(['mixed']);
    expect(noWord(label({ controls: ['no-onward'] }))).toEqual(['controls']);
    expect(noWord(label({ audience: [['public']], controls: ['tlp-amber'] }))).toEqual(['controls']);
    expect(noWord(label({ audience: [[`p:${ID}`]], controls: ['no-onward'] })), 'nothing goes on from RED').toEqual([]);
  });
});

describe('a pasted label as a choice', () => {
  const told: LabelRead = { label: label({ tlp: 'TLP:RED' }), who: { public: false, agencies: [], groups: [], persons: 1, nations: [], needs: { categories: [], levels: {} }, nobody: false, until: '2036-01-01' }, held: false };
  const words = { tlp: 'TLP:RED', recipients: [`p:${ID}`], clients: [] };

  it('has no digit for its key, and its word for its name in every language', () => {
    expect(asChoice(told)).toMatchObject({ key: PASTED, code: 'pasted', name: { en: 'TLP:RED' }, default: false });
    expect(PASTED).toBeLessThan(0);
    expect(asChoice({ ...told, label: label() })).not.toHaveProperty('name');
  });

  it('is read anew for another thing in hand; refused there it can not be chosen, and without an answer nothing is said', async () => {
    const asked: unknown[] = [];
    const again = await readAnew((one) => { asked.push(one); return Promise.resolve(told); }, words, 'entry', ID, label());
    expect(asked).toEqual([{ kind: 'entry', in_hand: ID, ...words }]);
    expect(again.refused).toBeUndefined();
    const refuse = () => Promise.reject(new Problem(422, 'label.wider-than-source', 'too wide'));
    expect((await readAnew(refuse, words, 'entry', ID, label())).refused).toEqual({ code: 'label.wider-than-source', detail: 'too wide' });
    await expect(readAnew(() => Promise.reject(new Error('no line')), words, 'entry', null, label())).rejects.toThrow('no line');
  });
});

describe('what waits for a judgement', () => {
  it('is each of the three alarms, and no ordinary access', () => {
    expect(['bulk', 'canary', 'export-bulk', 'export', 'open', 'alarm'].map(isAlarm)).toEqual([true, true, true, false, false, false]);
  });
});

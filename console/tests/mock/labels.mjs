// TEST DOUBLE: a label in the words of others. It knows the few words that the tests use, and reads no XML.

import { Refused } from './world.mjs';

const LEVELS = ['OPEN', 'OFFICIAL', 'RESTRICTED'];
const NAMES = { 'TLP:CLEAR': null, 'TLP:GREEN': 'g:', 'TLP:AMBER': 'a:', 'TLP:AMBER+STRICT': 'a:', 'TLP:RED': 'p:' };
const none = { public: false, agencies: [], nations: [], people: 0, levels: {}, categories: [], purposes: false, controls: [] };

const category = (tag, values) => `      <slab:Category Type="PERMISSIVE" TagName="${tag}">${values.map((value) => `<slab:GenericValue>${value}</slab:GenericValue>`).join('')}</slab:Category>`;

export function document(label) {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<slab:originatorConfidentialityLabel xmlns:slab="urn:nato:stanag:4774:confidentialitymetadatalabel:1:0" ReviewDateTime="2036-01-01T00:00:00Z">',
    '  <slab:ConfidentialityInformation>',
    '    <slab:PolicyIdentifier URI="urn:oid:2.25.282208755847537925772141832586751934009">XK-KULLA</slab:PolicyIdentifier>',
    `    <slab:Classification>${LEVELS[label.levels.kulla] ?? 'UNMARKED'}</slab:Classification>`,
    ...label.audience.map((clause) => category('Releasable To', clause.map((atom) => atom.split('@')[0]))),
    ...label.purposes.map((clause) => category('Purpose', clause)),
    '  </slab:ConfidentialityInformation>', '</slab:originatorConfidentialityLabel>',
  ].join('\n');
}

/** The label of a thing; one that asks for a level has no word of TLP, and one that limits handling has no document here. */
export function words(world, item) {
  const told = { label: item.label, who: world.who(item.label) };
  return item.label.controls.includes('originator-control')
    ? { ...told, why: { code: 'label.4774.wordless', detail: 'the profile has no STANAG 4774 word for its control: it does not go out in part' } }
    : { ...told, stanag4774: document(item.label) };
}

export function read(world, me, { kind, stanag4774, tlp, recipients = [], clients = [], in_hand }) {
  const held = in_hand ? world.get(in_hand) : null;
  const told = stanag4774 === undefined ? marked(world, me, tlp, recipients, clients) : foreign(world, stanag4774);
  const belongs = held?.kind === 'incident' && kind !== 'incident';
  const open = told.audience.flat().includes('public');
  if (belongs && open) throw new Refused(422, 'label.wider-than-source', 'more people could read this than may read what it belongs to');
  const { id, ...label } = told;
  const who = world.who(label);
  const beyond = { ...none, public: open, agencies: who.agencies.filter((code) => code !== me.agency), people: who.persons, levels: tlp ? { kulla: 1 } : {}, purposes: Boolean(tlp) };
  return { label, who, held: belongs, ...(held && !belongs ? { below: beyond } : {}), ...(tlp ? { below_usual: beyond } : {}) };
}

function marked(world, me, word, recipients, clients) {
  const start = NAMES[word];
  const fits = start === undefined ? false : start === null ? recipients.length === 0 : recipients.length > 0 && [...recipients, ...clients].every((name) => name.startsWith(start));
  if (!fits) throw new Refused(422, 'label.tlp', `${word} and its names do not fit together`);
  const clause = start === null ? ['public'] : start === 'a:' ? [...new Set([`a:${me.agency}`, ...recipients, ...clients])] : recipients.map((name) => (start === 'g:' ? `${name}@1` : name));
  return { ...world.label([clause]), tlp: word, levels: {}, purposes: [], controls: word === 'TLP:AMBER' ? ['tlp-amber'] : [] };
}

function foreign(world, text) {
  const tag = (name) => new RegExp(`<slab:${name}[^>]*>([^<]*)<`).exec(text)?.[1] ?? '';
  const unknown = (part, what) => new Refused(422, 'label.4774.unknown', `the STANAG 4774 label is refused for its ${part} \`${what}\``, { args: { part, what } });
  if (/<!DOCTYPE/i.test(text) || !text.includes('originatorConfidentialityLabel')) throw new Refused(422, 'label.4774.invalid', 'this is no label of STANAG 4774: line 1: a document type declaration is not taken');
  if (tag('PolicyIdentifier') !== 'XK-KULLA') throw unknown('policy', tag('PolicyIdentifier'));
  const level = LEVELS.indexOf(tag('Classification'));
  if (level < 0) throw unknown('classification', tag('Classification'));
  const to = /TagName="Releasable To">(.*?)<\/slab:Category>/.exec(text)?.[1] ?? '';
  const audience = [...to.matchAll(/GenericValue>([^<]*)<\//g)].map(([, name]) => {
    if (/^g:/.test(name) && !world.profile.groups.some(({ code }) => name === `g:${code}`)) throw unknown('value', name);
    return /^g:/.test(name) ? `${name}@1` : name;
  });
  return { ...world.label(audience.length === 0 ? [] : [audience]), levels: { kulla: level } };
}

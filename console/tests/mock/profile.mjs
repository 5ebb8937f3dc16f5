// TEST DOUBLE. A profile for the console's own tests: the municipalities are those of the Kosovo profile in the tree;
// hazards, agencies and groups are a few of them, shortened.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const CSV = join(import.meta.dirname, '../../../profiles/kosovo/municipalities.csv');

function municipalities() {
  const rows = readFileSync(CSV, 'utf8').split('\n').filter((line) => line && !line.startsWith('#')).map((line) => line.split(','));
  const [head, ...body] = rows;
  return body.map((cells) => {
    const row = Object.fromEntries(head.map((name, at) => [name, cells[at] ?? '']));
    return {
      code: row.code, name: { sq: row.name_sq, sr: row.name_sr, 'sr-Cyrl': row.name_sr_cyrl, ...(row.name_en ? { en: row.name_en } : {}) },
      also: row.alternates ? row.alternates.split(';') : [], seat: [Number(row.seat_lon), Number(row.seat_lat)],
      population: Number(row.pop), low: Number(row.pop_low), high: Number(row.pop_high), plan: row.use_for_planning === 'true',
      languages: row.languages_official.split(';'),
    };
  });
}

const flood = {
  sq: 'Shkoni në vend më të lartë.\nMos kaloni nëpër ujë, as në këmbë as me veturë.\nMos qëndroni në bodrume dhe pranë lumit.\nNdihmoni fqinjët që nuk mund të lëvizin vetë.\nNë rrezik, telefononi 112.',
  sr: 'Idite na više mesto.\nNe prolazite kroz vodu, ni peške ni kolima.\nNe zadržavajte se u podrumima i pored reke.\nPomozite komšijama koji ne mogu sami.\nU opasnosti pozovite 112.',
  en: 'Go to higher ground.\nDo not walk or drive through water.\nStay out of cellars and away from the river.\nHelp neighbours who cannot move on their own.\nIn danger, call 112.',
};

export function profile() {
  const areas = municipalities();
  const agency = (code, kind, sq, sr, en, short) => ({ code, kind, name: { sq, sr, en }, ...(short ? { short } : {}) });
  return {
    code: 'XK', name: { sq: 'Kosovë', sr: 'Kosovo', en: 'Kosovo' }, time_zone: 'Europe/Belgrade',
    time_shown_as: { sq: 'Prishtinë', sr: 'Priština', en: 'Pristina' }, languages: ['sq', 'sr', 'en', 'tr', 'bs'], emergency: '112',
    municipalities: areas,
    hazards: [
      { code: 'flood', oet: 'OET-081', category: 'Met', name: { sq: 'Vërshim', sr: 'Poplava', en: 'Flood' }, event: { sq: 'Vërshim', sr: 'Poplava', en: 'Flood' }, headline: { sq: 'Vërshim në {area}', sr: 'Poplava: {area}', en: 'Flood in {area}' }, instruction: flood, severity: 'Severe', urgency: 'Expected', certainty: 'Likely', response: ['Prepare', 'Avoid'] },
      { code: 'wildfire', oet: 'OET-217', category: 'Fire', name: { sq: 'Zjarr në natyrë', sr: 'Požar na otvorenom', en: 'Wildfire' }, event: {}, instruction: { sq: 'Largohuni nga zjarri.', sr: 'Udaljite se od vatre.', en: 'Move away from the fire.' } },
      { code: 'heavy-snow', oet: 'OET-186', category: 'Met', name: { sq: 'Borë e madhe', sr: 'Obilan sneg', en: 'Heavy snow' }, event: {}, instruction: {} },
    ],
    agencies: [
      agency('ame', 'agency', 'Agjencia e Menaxhimit Emergjent', 'Agencija za upravljanje vanrednim situacijama', 'Emergency Management Agency', { sq: 'AME', sr: 'AUVS', en: 'EMA' }),
      agency('ihmk', 'agency', 'Instituti Hidrometeorologjik', 'Hidrometeorološki institut', 'Hydrometeorological Institute', { sq: 'IHMK', sr: 'HMIK', en: 'KHMI' }),
      agency('kp', 'agency', 'Policia e Kosovës', 'Policija Kosova', 'Kosovo Police', { sq: 'PK', sr: 'PK', en: 'KP' }),
      agency('fsk', 'agency', 'Forca e Sigurisë', 'Bezbednosne snage', 'Security Force', { sq: 'FSK', sr: 'KBS', en: 'KSF' }),
      agency('keds', 'operator', 'KEDS', 'KEDS', 'KEDS'),
      ...areas.map((area) => agency(`kom-${area.code}`, 'municipality', area.name.sq, area.name.sr, area.name.en ?? area.name.sq)),
    ],
    groups: [
      { code: 'national-civprot', name: { sq: 'Mbrojtja civile kombëtare', sr: 'Nacionalna civilna zaštita', en: 'National civil protection' }, members: ['ame', 'kp', 'fsk', 'ihmk'] },
      { code: 'flood-drini', name: { sq: 'Vërshime, Drini i Bardhë', sr: 'Poplave, Beli Drim', en: 'Floods, White Drin' }, members: ['ame', 'ihmk'] },
      { code: 'ct-fusion', name: { sq: 'Shkrirja kundër terrorizmit', sr: 'Fuzija protiv terorizma', en: 'Counter-terrorism fusion' }, members: ['kp', 'ame'] },
      { code: 'ci-energy', name: { sq: 'Energjia', sr: 'Energetika', en: 'Energy' }, members: ['keds'] },
    ],
    roles: [
      { code: 'overseer', name: { sq: 'Mbikëqyrësi', sr: 'Nadzornik', en: 'Overseer' } },
      { code: 'duty-officer', name: { sq: 'Oficeri i kujdestarisë', sr: 'Dežurni oficir', en: 'Duty officer' } },
      { code: 'incident-commander', name: { sq: 'Komandanti i incidentit', sr: 'Rukovodilac incidenta', en: 'Incident commander' } },
      { code: 'municipal-coordinator', name: { sq: 'Koordinatori komunal', sr: 'Opštinski koordinator', en: 'Municipal coordinator' } },
      { code: 'public-information-officer', name: { sq: 'Zyrtari për informim publik', sr: 'Službenik za informisanje javnosti', en: 'Public-information officer' } },
      { code: 'agency-administrator', name: { sq: 'Administratori i agjencisë', sr: 'Administrator agencije', en: 'Agency administrator' } },
    ],
    boundaries: 'approximate',
  };
}

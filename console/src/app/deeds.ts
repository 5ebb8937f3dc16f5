// What can be done from anywhere, for the palette: the same deeds as the keys and buttons.

import { LANGS, lang, t } from '../i18n/i18n.svelte';
import { ask } from './asking.svelte';
import { house } from './house.svelte';
import { go, href } from './route.svelte';

export interface Deed {
  id: string;
  glyph: string;
  words: string;
  key: string;
  act: () => void;
}

export function deeds(): Deed[] {
  const deed = (id: string, glyph: string, key: string, act: () => void): Deed => ({ id, glyph, words: t(`deed-${id}`), key, act });
  const all: (Deed | false)[] = [
    house.may('incident.open') && deed('new-incident', 'list', 'I', () => ask('incident')),
    house.may('warning.draft') && deed('new-warning', 'sign', 'W', () => go(href('drafts', 'new'))),
    house.may('signal.ingest') && deed('open-cap', 'clip', 'O', () => go(href('desk', null, { open: 'cap' }))),
    deed('desk', 'list', 'G D', () => go(href('desk'))),
    deed('incidents', 'list', 'G I', () => go(href('incidents'))),
    deed('warnings', 'list', 'G W', () => go(href('warnings'))),
    deed('tasks', 'task', '', () => go(href('tasks'))),
    deed('quarantine', 'lock', '', () => go(href('quarantine'))),
    deed('health', 'good', '', () => go(href('health'))),
    house.may('admin.people') && deed('people', 'people', 'G P', () => go(href('people'))),
    house.may('admin.people') && deed('bring', 'person', '', () => go(href('people', 'new'))),
    house.seesRules() && deed('rules', 'rules', 'G R', () => go(href('rules'))),
    deed('me', 'person', '', () => go(href('me'))),
    deed('settings', 'more', '', () => go(href('more'))),
    deed('keys', 'more', '?', () => ask('help')),
    ...LANGS.filter((each) => each !== lang()).map((each) => deed(`lang-${each}`, 'eye', '', () => void house.setLang(each))),
    deed(house.theme === 'dark' ? 'light' : 'dark', 'eye', '', () => house.setTheme(house.theme === 'dark' ? 'light' : 'dark')),
  ];
  return all.filter((each) => each !== false);
}

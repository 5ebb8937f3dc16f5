// The three languages say the same, and everything that the console asks for is there.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const LANGS = ['en', 'sq', 'sr'] as const;

function resource(lang: string): FluentResource {
  return new FluentResource(readFileSync(join(root, `../locales/${lang}/console.ftl`), 'utf8'));
}

const ids = (lang: string): string[] => resource(lang).body.map((entry) => entry.id).sort();

/** Names of the variables in a message, however deep. */
function variables(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) value.forEach((each) => variables(each, found));
  else if (value && typeof value === 'object') {
    const node = value as Record<string, unknown>;
    if (node['type'] === 'var') found.add(String(node['name']));
    Object.values(node).forEach((each) => variables(each, found));
  }
  return found;
}

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.(svelte|ts)$/.test(name) ? [readFileSync(path, 'utf8')] : [];
  });
}

describe('the words', () => {
  it.each(LANGS)('are read without a fault in %s', (lang) => {
    const bundle = new FluentBundle(lang);
    expect(bundle.addResource(resource(lang))).toEqual([]);
    const text = readFileSync(join(root, `../locales/${lang}/console.ftl`), 'utf8');
    const written = text.split('\n').filter((line) => /^[a-z][\w-]* =/.test(line));
    expect(ids(lang)).toHaveLength(written.length);
  });

  it.each(['sq', 'sr'])('of %s are those of English, with the same variables', (lang) => {
    expect(ids(lang)).toEqual(ids('en'));
    const english = new Map(resource('en').body.map((entry) => [entry.id, [...variables(entry.value)].sort()]));
    for (const entry of resource(lang).body) {
      expect([entry.id, [...variables(entry.value)].sort()]).toEqual([entry.id, english.get(entry.id)]);
    }
  });

  it('hold every message that the console names', () => {
    const known = new Set(ids('en'));
    const all = sources(join(root, 'src')).join('\n');
    const named = [...all.matchAll(/\b(?:t|tryT)\('([a-z][\w-]*)'/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(200);
    expect(named.filter((id) => !known.has(id))).toEqual([]);
  });

  it('hold every message whose name is put together', () => {
    const known = ids('en');
    const all = sources(join(root, 'src')).join('\n');
    const stems = [...all.matchAll(/\b(?:t|tryT)\(`([a-z][a-z-]*)\$\{/g)].map((match) => match[1] ?? '');
    expect(stems.filter((stem) => !known.some((id) => id.startsWith(stem)))).toEqual([]);
  });

  it('use no exclamation mark, and no English dash for a pause', () => {
    for (const lang of LANGS) {
      const text = readFileSync(join(root, `../locales/${lang}/console.ftl`), 'utf8');
      expect(text).not.toMatch(/[!—]/);
    }
  });
});

// The limits of the house, held for the console: file and function sizes, colours by their role, nothing that the content
// policy forbids, and a lock file that names no registry.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const FILE_LINES_MAX = 400;
const FUNCTION_LINES_MAX = 70;

function files(folder: string, fits: RegExp): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return files(path, fits);
    return fits.test(name) ? [path] : [];
  });
}

const ours = [...files(join(root, 'src'), /\.(ts|svelte|css)$/), ...files(join(root, 'tests'), /\.(ts|mjs)$/)].filter((path) => !path.endsWith('tokens.css'));
const read = (path: string): string => readFileSync(path, 'utf8');
const name = (path: string): string => relative(root, path);
const script = (text: string): string => /<script lang="ts"[^>]*>([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '';

/** Functions longer than the limit; suites of tests are lists, not functions. */
function long(path: string): string[] {
  const text = path.endsWith('.svelte') ? script(read(path)) : read(path);
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const suite = ts.isCallExpression(node.parent ?? node) && /^(describe|it|test)/.test((node.parent as ts.CallExpression).expression.getText(source));
    if (ts.isFunctionLike(node) && !suite) {
      const lines = source.getLineAndCharacterOfPosition(node.end).line - source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      if (lines > FUNCTION_LINES_MAX) found.push(`${name(path)}: ${lines} lines`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe('the house', () => {
  it('keeps files short', () => {
    const found = ours.map((path) => [name(path), read(path).split('\n').length - 1] as const);
    expect(found.filter(([, lines]) => lines > FILE_LINES_MAX)).toEqual([]);
  });

  it('keeps functions short', () => {
    expect(ours.filter((path) => /\.(ts|svelte|mjs)$/.test(path)).flatMap(long)).toEqual([]);
  });

  it('writes no colour outside the tokens', () => {
    const colour = /#[0-9a-f]{3,8}\b(?![\w-])|\b(?:rgb|hsl|oklch)a?\(/i;
    const found = ours.filter((path) => /\.(svelte|css)$/.test(path)).flatMap((path) => {
      const lines = read(path).split('\n').map((line) => line.replace(/(?:href|xlink:href)="[^"]*"|\{#[a-z]+|href=\{`#[^`]*`\}|'#[^']*'|"#[^"]*"/g, ''));
      return lines.flatMap((line, at) => (colour.test(line) ? [`${name(path)}:${at + 1} ${line.trim()}`] : []));
    });
    expect(found).toEqual([]);
  });

  it('uses only tokens that there are', () => {
    const known = new Set([...read(join(root, 'src/tokens.css')).matchAll(/(--[\w-]+)\s*:/g)].map((match) => match[1]));
    const used = ours.filter((path) => /\.(svelte|css)$/.test(path)).flatMap((path) => [...read(path).matchAll(/var\((--[\w-]+)/g)].map((match) => match[1]));
    expect([...new Set(used)].filter((token) => !known.has(token))).toEqual([]);
  });

  it('writes no style into the markup, and no raw HTML', () => {
    const found = ours.filter((path) => path.endsWith('.svelte')).filter((path) => / style=|\{@html/.test(read(path)));
    expect(found.map(name)).toEqual([]);
  });

  it('names no registry in its lock file', () => {
    const lock = read(join(root, 'package-lock.json'));
    expect(lock).not.toMatch(/"resolved"|registry\./);
  });

  it('uses the tokens of the design as they are', () => {
    const shared = process.env['KULLA_SHARED'];
    if (!shared) return console.log('skipped: KULLA_SHARED is not set');
    const drawn = join(shared, 'console-design/tokens.css');
    expect(existsSync(drawn)).toBe(true);
    expect(read(join(root, 'src/tokens.css'))).toBe(read(drawn));
  });
});

// What one version of anything says, as lines of plain text to be read beside another version.

import type { Content, Item } from '../api/types';
import { plain } from './content';

const FIELDS = ['number', 'text', 'state', 'outcome', 'reason', 'closed_because', 'agency'] as const;

export function said(item: Item): string {
  const body = item.body;
  if (typeof body.content === 'object' && body.content !== null) return `${plain(body.content as Content)}\n${word(body.state)}`.trim();
  const title = typeof body.title === 'object' && body.title !== null ? Object.values(body.title) : [body.title];
  return [...title, ...FIELDS.map((field) => body[field])].map(word).filter((line) => line !== '').join('\n');
}

const word = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

// How the machines are, as rows and as three cells. Honest in good times and bad: what is not known says so.

import type { Feed, Health } from '../api/types';
import type { Line } from '../live/live.svelte';
import { running, span } from './time';

/** A picture further behind than this is told, in milliseconds. */
export const LAG_MS_MAX = 5_000;
/** A gateway's clock further ahead than this is told, in milliseconds. */
export const AHEAD_MS_MAX = 2_000;

export interface Row {
  key: string;
  kind: 'link' | 'log' | 'picture' | 'clock' | 'disk' | 'access' | 'feed' | 'feeds';
  /** For a feed: what people call it. */
  name: string | null;
  glyph: 'good' | 'late' | 'wrong' | 'silent';
  bad: boolean;
  /** Id of the message that says it. */
  words: string;
  args: Record<string, string | number>;
}

const row = (
  kind: Row['kind'],
  glyph: Row['glyph'],
  words: string,
  args: Record<string, string | number> = {},
  name: string | null = null,
): Row => ({ key: name === null ? kind : `${kind}/${name}`, kind, name, glyph, bad: glyph === 'late' || glyph === 'wrong', words, args });

export function linkRow(line: Line, since: number | null, answerMs: number | null, now: number): Row {
  if (line === 'offline' || line === 'ended') {
    return row('link', 'late', 'health-link-offline', { span: since === null ? '' : span(now - since) });
  }
  if (line === 'catching-up') return row('link', 'late', 'health-link-catching-up');
  if (line === 'connecting') return row('link', 'silent', 'health-link-connecting');
  if (answerMs === null) return row('link', 'late', 'health-link-silent');
  return row('link', 'good', 'health-link-good', { ms: answerMs });
}

export function logRow(health: Health | null, now: number): Row {
  if (!health) return row('log', 'silent', 'health-unknown');
  if (!health.log.records_ok) return row('log', 'wrong', 'health-log-wrong');
  if (!health.log.sealed_at) return row('log', 'silent', 'health-log-unsealed');
  return row('log', 'good', 'health-log-good', { span: span(now - Date.parse(health.log.sealed_at)), name: health.log.name });
}

export function feedRow(feed: Feed, now: number): Row {
  const age = feed.last === null ? '' : running(Math.max(0, now - Date.parse(feed.last)));
  if (feed.state === 'good') return row('feed', 'good', age ? 'health-feed-good' : 'health-feed-good-never', { age }, feed.name);
  if (feed.state === 'unknown') return row('feed', 'silent', age ? 'health-feed-unknown' : 'health-feed-never', { age }, feed.name);
  // Nothing was heard since the start: there is no age to tell.
  if (!age) return row('feed', 'late', feed.state === 'dropping' ? 'health-feed-dropping-never' : 'health-feed-silent-never', {}, feed.name);
  return row('feed', 'late', `health-feed-${feed.state}`, { age }, feed.name);
}

/** How the feeds are together: how many are not as they should be. */
export function feedsRow(health: Health | null): Row {
  if (!health) return row('feeds', 'silent', 'health-unknown');
  const all = health.feeds.length;
  if (all === 0) return row('feeds', 'silent', 'health-feeds-none');
  const bad = health.feeds.filter((feed) => ['late', 'silent', 'dropping'].includes(feed.state)).length;
  if (bad === 0 && health.feeds.every((feed) => feed.state === 'unknown')) return row('feeds', 'silent', 'health-feeds-unknown');
  return bad > 0 ? row('feeds', 'late', 'health-feeds-bad', { bad, all }) : row('feeds', 'good', 'health-feeds-good', { all });
}

export function healthRows(
  health: Health | null,
  line: Line,
  since: number | null,
  answerMs: number | null,
  now: number,
): Row[] {
  const rows = [linkRow(line, since, answerMs, now), logRow(health, now)];
  if (!health) return rows;
  const lag = health.picture.lag_ms;
  if (health.picture.intake_slowed) rows.push(row('picture', 'wrong', 'health-picture-slowed', { span: span(lag) }));
  else rows.push(lag > LAG_MS_MAX ? row('picture', 'late', 'health-picture-late', { span: span(lag) }) : row('picture', 'good', 'health-picture-good'));
  const ahead = health.clock.ahead_ms;
  rows.push(ahead > AHEAD_MS_MAX ? row('clock', 'late', 'health-clock-ahead', { span: span(ahead) }) : row('clock', 'good', 'health-clock-good'));
  rows.push(health.disk.state === 'full' ? row('disk', 'wrong', 'health-disk-full') : row('disk', 'good', 'health-disk-good'));
  const access = health.access?.state ?? 'good';
  rows.push(row('access', access === 'good' ? 'good' : access === 'waiting' ? 'late' : 'wrong', `health-access-${access}`));
  return [...rows, ...health.feeds.map((feed) => feedRow(feed, now))];
}

/** The one cell that a phone has room for. */
export function worst(rows: readonly Row[]): Row | null {
  const order: Row['glyph'][] = ['wrong', 'late', 'silent', 'good'];
  return [...rows].sort((a, b) => order.indexOf(a.glyph) - order.indexOf(b.glyph))[0] ?? null;
}

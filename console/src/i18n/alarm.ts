// What waits for a judgement, in words: which kind of alarm it is, and what happened.

import type { Access, AlarmAct } from '../api/types';
import { span } from '../lib/time';
import { t } from './i18n.svelte';

export const ALARMS: readonly AlarmAct[] = ['bulk', 'canary', 'export-bulk'];

export const isAlarm = (act: string): act is AlarmAct => (ALARMS as readonly string[]).includes(act);

/** One sentence; who it was stands beside it. */
export function happened(access: Access): string {
  if (access.act === 'canary') return t('alarm-canary-said');
  if (access.act === 'export-bulk') return t('alarm-export-said', { count: access.count });
  return t('over-bulk', { count: access.count, span: span(Math.max(1_000, Date.parse(access.until) - Date.parse(access.from))) });
}

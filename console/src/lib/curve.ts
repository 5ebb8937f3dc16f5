// Figures of a gauge, and its curve as columns for drawing.

import type { Curve, Reading } from '../api/types';

const HOUR_MS = 3_600_000;
/** The change over the last hour is told where readings reach back half an hour at least. */
const TREND_SPAN_MS = HOUR_MS / 2;

/** Decimals as the language writes them: `3,42` in Albanian and Serbian. */
export function figure(value: number, lang: string, signed = false): string {
  const text = String(Math.round(value * 1000) / 1000);
  const spoken = lang === 'en' ? text : text.replace('.', ',');
  return (signed && value > 0 ? `+${spoken}` : spoken).replace('-', '\u2212');
}

/** Change in an hour, from the readings of the last hour; null where they say nothing about it. */
export function trend(readings: Reading[]): number | null {
  const last = readings.at(-1);
  if (!last) return null;
  const end = Date.parse(last.at);
  const first = readings.find((each) => end - Date.parse(each.at) <= HOUR_MS);
  const span = first ? end - Date.parse(first.at) : 0;
  if (!first || span < TREND_SPAN_MS) return null;
  return Math.round(((last.value - first.value) / (span / HOUR_MS)) * 100) / 100;
}

export interface Plotted {
  /** Seconds since 1970, then a column each; null where a line has nothing. */
  columns: [number[], (number | null)[], (number | null)[]];
  thresholds: { value: number; severity: string }[];
}

/** Measured and foretold on one axis; the forecast begins at the newest measurement, so the line is whole. */
export function plotted(curve: Curve): Plotted {
  const seconds = (reading: Reading) => Date.parse(reading.at) / 1000;
  const at = [...curve.readings, ...curve.forecast].map(seconds);
  const last = curve.readings.length - 1;
  const measured = [...curve.readings.map((each) => each.value), ...curve.forecast.map(() => null)];
  const foretold = [
    ...curve.readings.map((each, n) => (n === last && curve.forecast.length > 0 ? each.value : null)),
    ...curve.forecast.map((each) => each.value),
  ];
  const thresholds = curve.thresholds.map(({ value, severity }) => ({ value, severity }));
  return { columns: [at, measured, foretold], thresholds };
}

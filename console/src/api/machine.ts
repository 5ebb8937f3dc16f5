// What machines noticed, as the gateway tells of it: alarms with their reason, and the curves they rest on.

import type { Place, Severity, Time } from './types';

/** Why a machine says what it says. */
export interface Explanation {
  code: string;
  facts?: Record<string, string>;
  text: string;
}

export interface Alarm {
  title: string;
  detector: string;
  state: 'raised' | 'cleared';
  severity: Severity;
  explanation: Explanation;
  source?: string;
  from: string;
  place?: Place;
  began: Time;
  last: Time;
  ended?: Time;
  count: number;
  samples?: string[];
}

export interface Reading {
  at: Time;
  value: number;
  forecast?: boolean;
}

export interface Curve {
  source: string;
  name: string;
  property: string;
  unit: string;
  thresholds: { name: string; value: number; severity: Severity }[];
  readings: Reading[];
  forecast: Reading[];
  more: boolean;
  newest: Time | null;
}

// Every call of the contract that the console makes, typed, in the order of the contract.

import type { Client } from './client';
import { doors } from './doors';
import { labelling } from './labelling';
import { overseer } from './overseer';
import { query as q } from './query';
import type * as W from './types';

export type Api = ReturnType<typeof api>;

export function api(c: Client) {
  const get = <T>(path: string) => c.call<T>('GET', path);
  const post = <T>(path: string, body: unknown = {}) => c.call<T>('POST', path, body);
  return {
    session: () => get<W.Session>('session'),
    leave: () => post<void>('session/leave'),
    profile: () => get<W.Profile>('profile'),
    health: () => get<W.Health>('health'),
    exercise: () => get<W.Exercise | null>('exercise'),
    onRole: (role: string, act: 'take' | 'leave') => post<W.Exercise>(`exercise/roles/${role}/${act}`),
    changes: (after: string) => get<{ changes: W.Change[]; next: string }>(`changes${q({ after, wait_s: 0 })}`),

    /** What waits, or what waited at a moment. */
    queue: (want: string, limit: number, at: string | null = null) => get<W.Page<W.Strip>>(`queue${q({ want, limit, at })}`),
    item: <B>(subject: string) => get<W.Item<B>>(`items/${subject}`),
    history: <B>(subject: string) => get<W.Page<W.Item<B>>>(`items/${subject}/history`),
    search: (text: string, limit: number) => get<W.Page<W.Found>>(`search${q({ q: text, limit })}`),

    /** The same for every session of the node, so the browser may keep it and ask whether it still holds. */
    mapBase: () => c.call<W.MapBase>('GET', 'map/base', undefined, 'no-cache'),
    mapItems: (asked: W.MapAsked) => get<W.MapItems>(`map/items${q({ ...asked })}`),
    mapHistory: (asked: { since?: string; until?: string; bucket_s?: number }) => get<W.MapHistory>(`map/history${q(asked)}`),

    cap: (bytes: Blob) => c.send<W.Received>('signals/cap', bytes, 'application/xml'),
    quarantine: () => get<W.Page<W.Quarantined>>('quarantine'),
    retry: (id: string) => post<W.Received>(`quarantine/${id}/retry`),
    signal: (subject: string) => get<W.SignalView>(`signals/${subject}`),
    triage: (subject: string, act: TriageAct, body: object) =>
      post<{ signal: W.Item<W.Bulletin | W.Report | W.Alarm>; triage: W.Item<W.Triage> }>(`signals/${subject}/${act}`, body),

    report: (subject: string) => get<W.ReportView>(`reports/${subject}`),
    onReport: (subject: string, act: ReportAct, body: object) => post<W.ReportView>(`reports/${subject}/${act}`, body),
    /** Opens a sealed thing: that it was done is on record before the answer comes. */
    reporter: (subject: string) => post<W.ReporterSeen>(`reports/${subject}/reporter`),

    readings: (source: string, property: string) => get<W.Curve>(`sources/${source}/readings${q({ property })}`),

    incidents: (state: string) => get<W.Page<W.Item<W.Incident> & { counts?: W.Counts }>>(`incidents${q({ state })}`),
    openIncident: (body: object) => post<W.Item<W.Incident>>('incidents', body),
    incident: (subject: string) => get<W.IncidentView>(`incidents/${subject}`),
    onIncident: (subject: string, act: 'update' | 'close' | 'reopen', body: object) =>
      post<W.Item<W.Incident>>(`incidents/${subject}/${act}`, body),
    entries: (subject: string, after: string | null) =>
      get<W.Page<W.Item<W.Entry>>>(`incidents/${subject}/entries${q({ after })}`),
    correct: (entry: string, body: object) => post<W.Item<W.Entry>>(`entries/${entry}/correct`, body),
    tasksOf: (subject: string) => get<W.Page<W.Item<W.Task>>>(`incidents/${subject}/tasks`),
    tasks: (state: string) => get<W.Page<W.Item<W.Task>>>(`tasks${q({ state })}`),
    onTask: (subject: string, act: TaskAct, body: object) => post<W.Item<W.Task>>(`tasks/${subject}/${act}`, body),
    /** For what waits in the outbox: the path was chosen when it was written. */
    write: (path: string, body: unknown) => post<W.Item>(path, body),

    drafts: (state: string) => get<W.Page<W.Item<W.Draft>>>(`drafts${q({ state })}`),
    draft: (subject: string) => get<W.DraftView>(`drafts/${subject}`),
    newDraft: (body: object) => post<W.Item<W.Draft>>('drafts', body),
    saveDraft: (subject: string, head: string, content: W.Content) =>
      c.call<W.Item<W.Draft>>('PUT', `drafts/${subject}`, { head, content }),
    onDraft: (subject: string, act: DraftAct, body: object) => post<W.Item>(`drafts/${subject}/${act}`, body),
    warnings: (state: string) => get<W.Page<W.Item<W.Warning>>>(`warnings${q({ state })}`),
    warning: (subject: string) => get<W.WarningView>(`warnings/${subject}`),
    updateWarning: (subject: string, id: string) => post<W.Item>(`warnings/${subject}/update`, { id }),
    cancelWarning: (subject: string, id: string, alone: boolean) =>
      post<W.Item>(`warnings/${subject}/cancel`, { id, alone }),

    oversight: overseer(c),
    ...doors(c),

    ...labelling(c),
  };
}

export type TriageAct = 'take' | 'release' | 'dismiss' | 'link' | 'grade' | 'reopen';
export type ReportAct = 'publish' | 'reject' | 'hide' | 'answer' | 'withhold';
export type TaskAct = 'acknowledge' | 'start' | 'done' | 'cancel';
export type DraftAct = 'submit' | 'approve' | 'refuse' | 'issue' | 'withdraw';

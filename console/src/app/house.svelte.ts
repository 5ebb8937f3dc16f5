// What every screen needs: who I am, what the country is called, how the machines are, in which language and light
// I read. Made once by `begin`; screens are shown only after it.

import { api as makeApi, type Api } from '../api/api';
import { client } from '../api/client';
import type { Health, Lang, Profile, Session } from '../api/types';
import { isLang, lang, speak } from '../i18n/i18n.svelte';
import { Live } from '../live/live.svelte';
import { Outbox } from '../live/outbox.svelte';
import { keep, type Keep } from './keep';
import { setSingleKeys, singleKeys } from './keys.svelte';
import { instant } from './now.svelte';
import { past } from './past.svelte';
import { href, turn } from './route.svelte';
import { settle } from './settling.svelte';

export type Theme = 'system' | 'light' | 'dark';
export type Phase = 'starting' | 'ready' | 'ended' | 'unreachable';

/** How often the health is asked for besides what the socket pushes, in milliseconds. */
const HEALTH_EVERY_MS = 30_000;

class House {
  phase = $state<Phase>('starting');
  health = $state.raw<Health | null>(null);
  /** How long the last answer took, in milliseconds; null while none comes. */
  answerMs = $state<number | null>(null);
  theme = $state<Theme>('system');
  outbox = $state.raw<Outbox | null>(null);

  #session = $state.raw<Session | null>(null);
  #profile = $state.raw<Profile | null>(null);
  #keep: Keep | null = null;
  #settings: Keep = keep(localStorage, 'kulla/settings');

  readonly api: Api = makeApi(
    client({
      fetch: (input, init) => fetch(input, init),
      ended: () => this.end(),
      answered: (came, tookMs) => this.#answered(came, tookMs),
      now: () => performance.now(),
      session: () => this.#session?.id,
      shut: () => past() !== null,
      settle,
    }),
  );

  readonly live = new Live({
    api: this.api,
    socket: () => new WebSocket(new URL('api/v1/live', location.href).href.replace(/^http/, 'ws').replace(/#.*$/, '')),
    now: instant,
    health: (health) => {
      this.health = health;
    },
    lost: () => void this.api.session().catch(() => undefined),
    may: () => void this.renew(),
    // What I may do can have changed while the line was down.
    up: () => {
      void this.renew();
      void this.outbox?.flush();
    },
  });

  get session(): Session {
    if (!this.#session) throw new Error('no session yet');
    return this.#session;
  }

  get profile(): Profile {
    if (!this.#profile) throw new Error('no profile yet');
    return this.#profile;
  }

  get zone(): string {
    return this.profile.time_zone;
  }

  get keep(): Keep {
    if (!this.#keep) throw new Error('no session yet');
    return this.#keep;
  }

  get exercise(): string | null {
    return this.#session?.exercise ?? null;
  }

  /** Whether a role of mine allows the act, now: nobody writes into a picture of the past. The gateway decides; this only
   *  hides what it would refuse. */
  may(act: string): boolean {
    return this.session.acts.includes(act) && (past() === null || act === 'search');
  }

  /** Whether I may look at the rules of who may act: those who watch over them, and those who give out roles or change them. */
  seesRules(): boolean {
    return ['read.access-log', 'admin.people', 'policy.change'].some((act) => this.may(act));
  }

  /** What I may do may have changed: by other rules, or another grant. */
  async renew(): Promise<void> {
    try {
      this.#session = await this.api.session();
    } catch {
      // The next question says what is wrong.
    }
  }

  async begin(): Promise<void> {
    this.#light(this.#settings.get<Theme>('theme') ?? 'system');
    setSingleKeys(this.#settings.get<boolean>('single-keys') ?? true);
    const chosen = this.#settings.get<string>('lang');
    await speak(isLang(chosen) ? chosen : browserLang());
    try {
      const [session, profile] = await Promise.all([this.api.session(), this.api.profile()]);
      if (!isLang(chosen) && isLang(session.lang)) await speak(session.lang);
      this.#session = session;
      this.#profile = profile;
      this.#keep = keep(localStorage, `kulla${location.pathname}${session.person.id}`);
      this.outbox = new Outbox(this.#keep, this.api);
      // Overseers and administrators take part in no operation: their work is elsewhere.
      if (location.hash === '' && apart(session)) turn(href(apart(session) ?? 'desk'));
      this.phase = 'ready';
      this.#run();
    } catch {
      if (this.phase !== 'ended') this.phase = 'unreachable';
    }
  }

  #run(): void {
    this.live.start();
    const look = () => void this.api.health().then((health) => {
      this.health = health;
      void this.outbox?.flush();
    }, () => undefined);
    look();
    setInterval(look, HEALTH_EVERY_MS);
    window.addEventListener('online', () => this.live.again());
  }

  end(): void {
    this.phase = 'ended';
    this.live.stop();
  }

  /** Leaves on purpose: what was kept here goes too, because the next person at this desk is another one. */
  async leave(): Promise<void> {
    await this.api.leave();
    this.#keep?.clear();
    this.end();
  }

  async setLang(to: Lang): Promise<void> {
    this.#settings.put('lang', to);
    await speak(to);
  }

  setTheme(to: Theme): void {
    this.#settings.put('theme', to);
    this.#light(to);
  }

  toggleSingleKeys(): void {
    setSingleKeys(!singleKeys());
    this.#settings.put('single-keys', singleKeys());
  }

  #light(to: Theme): void {
    this.theme = to;
    if (to === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = to;
  }

  #answered(came: boolean, tookMs: number): void {
    this.answerMs = came ? Math.round(tookMs) : null;
    if (!came) this.live.suspect();
  }
}

/** The screen of whoever takes part in no operation; null for everybody else. */
export function apart(session: Session): 'oversight' | 'people' | null {
  if (session.acts.includes('triage.take')) return null;
  if (session.acts.includes('read.access-log')) return 'oversight';
  return session.acts.includes('admin.people') ? 'people' : null;
}

function browserLang(): Lang {
  const first = navigator.language.slice(0, 2).toLowerCase();
  return first === 'sq' || first === 'sr' ? first : 'en';
}

export const house = new House();

/** The zone as people call it: the profile's own word, else the name of its middle, never the tz database's. */
export function zoneName(): string {
  const shown = house.profile.time_shown_as;
  if (shown) return shown[lang()] ?? shown['en'] ?? '';
  return house.profile.name[lang()] ?? house.profile.code;
}

// What stands on the overseer's screen, and what is asked for again while it is open.

import type { Access, AccessAsked, AccessSummary, Author, Erasure, LogsStand, Policies, Verdict } from '../../api/types';
import { house } from '../../app/house.svelte';
import { Load } from '../../app/load.svelte';
import { t } from '../../i18n/i18n.svelte';
import { agencyName } from '../../i18n/who';

/** How often it is looked at again, in milliseconds, while somebody can see it. */
const EVERY_MS = 15_000;
/** The sums of a week, which the node works out from thousands of records, and erasures: once in so many looks. */
const SLOW_EVERY = 4;

/** The acts that the list can be narrowed to, in the order of their keys. */
export const ACTS: AccessAsked['act'][] = ['', 'open', 'search', 'denied', 'enter', 'export', 'alarm'];
/** What can be said of conspicuous reading, in the order of its keys. */
export const VERDICTS: Verdict[] = ['justified', 'asked', 'unjustified'];

const EVERYTHING: AccessAsked = { act: '', agency: '', person: '' };

/** A person as an overseer may know them: by name within the own agency, else by agency and a code. */
export function person(who: Author): string {
  return who.name || t('over-person-code', { code: who.id.slice(-6) });
}

export const whose = (who: Author): string => agencyName(who.agency);

export class Oversight {
  alarms = new Load<Access[]>();
  accesses = new Load<Access[]>();
  summary = new Load<AccessSummary>();
  logs = new Load<LogsStand>();
  erasures = new Load<Erasure[]>();
  policies = new Load<Policies>();

  asked = $state.raw<AccessAsked>(EVERYTHING);
  /** Whom the list is narrowed to. */
  of = $state.raw<Author | null>(null);
  next = $state<string | null>(null);
  busy = $state(false);

  begin(): () => void {
    let looks = 0;
    void this.all();
    const timer = setInterval(() => {
      if (document.hidden) return;
      looks += 1;
      void (looks % SLOW_EVERY === 0 ? this.all() : this.quick());
    }, EVERY_MS);
    return () => clearInterval(timer);
  }

  async all(): Promise<void> {
    await Promise.all([
      this.quick(),
      this.summary.run('summary', () => house.api.oversight.summary()),
      this.erasures.run('erasures', async () => (await house.api.oversight.erasures()).items),
      this.policies.run('policies', () => house.api.rules.stand()),
    ]);
  }

  async quick(): Promise<void> {
    // Whoever has paged back reads on in peace: the list is not pulled away.
    const first = (this.accesses.value?.length ?? 0) <= 50;
    await Promise.all([
      this.alarms.run('alarms', async () => (await house.api.oversight.accesses({ ...EVERYTHING, act: 'alarm' }, null)).items),
      this.logs.run('logs', () => house.api.oversight.logs()),
      first ? this.list() : null,
    ]);
  }

  list(): Promise<unknown> {
    const asked = this.asked;
    return this.accesses.run(JSON.stringify(asked), async () => {
      const page = await house.api.oversight.accesses(asked, null);
      this.next = page.next;
      return page.items;
    });
  }

  async older(): Promise<void> {
    if (this.next === null || this.busy) return;
    this.busy = true;
    const before = this.accesses.value ?? [];
    try {
      await this.accesses.run(JSON.stringify(this.asked), async () => {
        const page = await house.api.oversight.accesses(this.asked, this.next);
        this.next = page.next;
        return [...before, ...page.items];
      });
    } finally {
      this.busy = false;
    }
  }

  narrow(to: Partial<AccessAsked>): void {
    this.asked = { ...this.asked, ...to };
    void this.list();
  }

  narrowTo(who: Author | null, act: AccessAsked['act'] = this.asked.act): void {
    this.of = who;
    this.narrow({ person: who?.id ?? '', act });
  }

  async judge(access: Access, verdict: Verdict, reason: string): Promise<void> {
    const head = access.judged?.head;
    const judged = await house.api.oversight.judge(access.subject, { verdict, reason, ...(head ? { head } : {}) });
    if (!judged) { await this.quick(); return; }
    this.alarms.value = (this.alarms.value ?? []).map((each) => (each.subject === judged.subject ? judged : each));
    void this.summary.run('summary', () => house.api.oversight.summary());
  }
}

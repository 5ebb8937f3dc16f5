// The rules of who may act: those that stand, what waits for a second person, those that stood, and the one in hand. They are
// asked for again while somebody can see them.

import type { Author, Policies, PolicyChange, PolicyHistory, PolicyStoodWhole } from '../../api/types';
import type { ChangeAct } from '../../api/doors';
import { house } from '../../app/house.svelte';
import { Load } from '../../app/load.svelte';
import { signed } from '../../app/signed';
import { t } from '../../i18n/i18n.svelte';
import { agencyName } from '../../i18n/who';

/** How often they are looked at again, in milliseconds. */
const EVERY_MS = 20_000;

/** A person by name, where the node tells it, else by agency and a code. */
export function person(who: Author): string {
  const name = who.name || t('over-person-code', { code: who.id.slice(-6) });
  return who.agency ? `${name}, ${agencyName(who.agency)}` : name;
}

/** What is in hand: a wanted text, or one that stood. */
export type InHand = { what: 'change' | 'stood'; id: string } | null;

export class Rules {
  readonly stand = new Load<Policies>();
  readonly stood = new Load<PolicyHistory>();
  readonly change = new Load<PolicyChange>();
  readonly version = new Load<PolicyStoodWhole>();
  /** What the last act came to, to be read out. */
  said = $state('');
  busy = $state(false);
  /** The browser asks for a passkey. */
  signing = $state(false);

  #hand: InHand = null;

  begin(): () => void {
    void this.fetch();
    const timer = setInterval(() => { if (!document.hidden) void this.fetch(); }, EVERY_MS);
    return () => clearInterval(timer);
  }

  async fetch(): Promise<void> {
    await Promise.all([this.stand.run('stand', () => house.api.rules.stand()), this.stood.run('stood', () => house.api.rules.stood()), this.look()]);
  }

  take(hand: InHand): void {
    this.#hand = hand;
    void this.look();
  }

  async look(): Promise<void> {
    const hand = this.#hand;
    if (hand?.what === 'change') await this.change.run(hand.id, () => house.api.rules.change(hand.id));
    if (hand?.what === 'stood') await this.version.run(hand.id, () => house.api.rules.version(hand.id));
  }

  /** Decides on exactly what was shown, and looks again, whatever came of it. A refusal goes to whoever asked. */
  async decide(change: PolicyChange, how: ChangeAct, reason?: string): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.said = '';
    const body = { hash: change.hash, ...(reason === undefined ? {} : { reason }) };
    const asking = (on: boolean) => { this.signing = on; };
    try {
      await signed((more) => house.api.rules.decide(change.waits.subject, how, { ...body, ...more }), { asking });
      this.said = t(`rules-said-${how}`);
    } finally {
      this.busy = false;
      await this.fetch();
    }
  }
}

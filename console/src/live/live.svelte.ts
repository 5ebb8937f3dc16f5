// News over one WebSocket a tab. After a gap the console asks for what it missed, from the cursor of the last
// change that it saw; where the gateway can't tell any more, everything that is shown is loaded anew.

import type { Api } from '../api/api';
import type { Change, Health, LiveMessage } from '../api/types';

export type Line = 'connecting' | 'live' | 'catching-up' | 'offline' | 'ended';

/** Waits between tries, in milliseconds; the last one repeats. Each is spread by up to a half. */
const RETRY_MS = [500, 1_000, 2_000, 5_000, 10_000];
/** Changes come in bursts: listeners are told once for all that came within this time, in milliseconds. */
const GATHER_MS = 120;
/** Pages of missed changes that are read before everything is loaded anew instead. */
const CATCH_UP_PAGES_MAX = 20;

/** What changed: null when it is not known, and everything shown is to be loaded anew. */
export type News = readonly Change[] | null;
type Listener = (news: News) => void;

export interface Wires {
  api: Pick<Api, 'changes'>;
  socket: () => WebSocket;
  now: () => number;
  health: (health: Health) => void;
  /** Told when the line goes down: a socket does not say that it was refused for want of a session. */
  lost: () => void;
  /** Told when I may do more or less than before. */
  may: () => void;
  /** Told each time the line stands. */
  up: () => void;
}

export class Live {
  line = $state<Line>('connecting');
  /** Since when the line is down. */
  since = $state<number | null>(null);
  /** Changes read so far while catching up. */
  caught = $state(0);

  #wires: Wires;
  #cursor: string | null = null;
  #socket: WebSocket | null = null;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #gather: ReturnType<typeof setTimeout> | undefined;
  #pending: Change[] = [];
  #anew = false;
  #listeners = new Set<Listener>();
  #stopped = false;

  constructor(wires: Wires) {
    this.#wires = wires;
  }

  on(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    this.#stopped = false;
    this.#open();
  }

  stop(): void {
    this.#stopped = true;
    this.line = 'ended';
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  /** Tries at once, because a person asked or the machine says that it has a network again. */
  again(): void {
    if (this.line !== 'offline' || this.#stopped) return;
    clearTimeout(this.#timer);
    this.#open();
  }

  /** A call was not answered: the socket may not have noticed yet. */
  suspect(): void {
    if (this.line === 'live') this.#socket?.close();
  }

  #open(): void {
    const socket = this.#wires.socket();
    this.#socket = socket;
    socket.onmessage = (event) => this.#take(socket, event);
    socket.onclose = () => this.#down(socket);
    socket.onerror = () => socket.close();
  }

  #take(socket: WebSocket, event: MessageEvent): void {
    if (socket !== this.#socket) return;
    let message: LiveMessage;
    try {
      message = JSON.parse(String(event.data)) as LiveMessage;
    } catch {
      return;
    }
    if (message.type === 'hello') void this.#hello(message.cursor);
    else if (message.type === 'change') this.#change(message);
    else if (message.type === 'health') this.#wires.health(message);
    else if (message.type === 'may') this.#wires.may();
    else if (message.type === 'missed') this.#loadAnew(message.after);
    else if (message.type === 'end') this.#end(message.code);
  }

  async #hello(cursor: string): Promise<void> {
    this.#tries = 0;
    const before = this.#cursor;
    if (before === null || before === cursor) {
      this.#cursor = cursor;
      this.#up();
      return;
    }
    this.line = 'catching-up';
    this.caught = 0;
    try {
      const whole = await this.#catchUp(before);
      if (!whole) this.#loadAnew(cursor);
    } catch {
      this.#loadAnew(cursor);
    }
    this.#up();
  }

  /** Reads what was missed; false when there is more than is sensible to read. */
  async #catchUp(after: string): Promise<boolean> {
    let cursor = after;
    for (let page = 0; page < CATCH_UP_PAGES_MAX; page += 1) {
      const { changes, next } = await this.#wires.api.changes(cursor);
      for (const change of changes) this.#change(change);
      this.caught += changes.length;
      this.#cursor = next;
      if (changes.length === 0 || next === cursor) return true;
      cursor = next;
    }
    return false;
  }

  #up(): void {
    this.line = 'live';
    this.since = null;
    this.#wires.up();
  }

  #change(change: Change): void {
    this.#cursor = change.cursor;
    this.#pending.push(change);
    this.#tell();
  }

  #loadAnew(cursor: string): void {
    this.#cursor = cursor;
    this.#anew = true;
    this.#tell();
  }

  #tell(): void {
    if (this.#gather !== undefined) return;
    this.#gather = setTimeout(() => {
      this.#gather = undefined;
      const news: News = this.#anew ? null : this.#pending;
      this.#pending = [];
      this.#anew = false;
      for (const listener of this.#listeners) listener(news);
    }, GATHER_MS);
  }

  #down(socket: WebSocket): void {
    if (socket !== this.#socket || this.#stopped || this.line === 'ended') return;
    this.#socket = null;
    if (this.line !== 'offline') {
      this.since = this.#wires.now();
      this.#wires.lost();
    }
    this.line = 'offline';
    const wait = RETRY_MS[Math.min(this.#tries, RETRY_MS.length - 1)] ?? 10_000;
    this.#tries += 1;
    this.#timer = setTimeout(() => this.#open(), wait * (1 + Math.random() / 2));
  }

  /**
   * A node that stops comes back, and so does a stream that ended for the sake of others' sessions. Whether it was one's own
   * is asked: only an answer that there is no session ends anybody's work.
   */
  #end(code: string): void {
    const down = this.line === 'offline';
    this.#socket?.close();
    if (down && code.startsWith('session')) this.#wires.lost();
  }
}

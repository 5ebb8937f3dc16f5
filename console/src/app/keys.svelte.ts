// The keyboard is first class. Screens bind what they can do while they are shown; single letters act only
// outside text fields and can be switched off (WCAG 2.1.4). The newest binding of a key wins.

export type Keys = Record<string, () => void>;

const layers: Keys[] = [];
let prefix = '';
let singles = $state(true);

/** The time in which the second letter of `G D` has to come, in milliseconds. */
const PREFIX_WAIT_MS = 1_500;
let timer: ReturnType<typeof setTimeout> | undefined;

export function singleKeys(): boolean {
  return singles;
}

export function setSingleKeys(on: boolean): void {
  singles = on;
}

/** Binds keys until the returned function is called. Names as in `KeyboardEvent.key`, lower case; `g d` for two. */
export function bind(keys: Keys): () => void {
  layers.push(keys);
  return () => {
    const at = layers.lastIndexOf(keys);
    if (at >= 0) layers.splice(at, 1);
  };
}

function writes(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'file'].includes(target.type);
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

function press(name: string): boolean {
  for (const layer of [...layers].reverse()) {
    const act = layer[name];
    if (act) {
      act();
      return true;
    }
  }
  return false;
}

/** Enter and space belong to the button or link that has the focus. */
function ownsEnter(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('a,button,summary,label,[role="radio"],[role="option"]') !== null;
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const ctrl = event.ctrlKey || event.metaKey ? 'ctrl+' : '';
  return prefix && !ctrl ? `${prefix} ${key}` : `${ctrl}${key}`;
}

function down(event: KeyboardEvent): void {
  if (event.isComposing || event.altKey || event.defaultPrevented) return;
  const name = nameOf(event);
  const plain = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
  if (plain && (writes(event.target) || !singles)) return;
  // A dialog has the keyboard to itself, except for what it binds by its own means.
  if (document.querySelector('dialog[open]') && name !== 'F6') return;
  if (event.key === 'Enter' && !event.ctrlKey && (writes(event.target) || ownsEnter(event.target))) return;
  clearTimeout(timer);
  if (plain && prefix === '' && name === 'g') {
    prefix = 'g';
    timer = setTimeout(() => {
      prefix = '';
    }, PREFIX_WAIT_MS);
    return;
  }
  prefix = '';
  if (press(name)) event.preventDefault();
}

export function listen(): () => void {
  window.addEventListener('keydown', down);
  return () => window.removeEventListener('keydown', down);
}

/** `F6`: the focus goes to the next pane that is shown. */
export function nextPane(): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) => pane.offsetParent !== null);
  if (panes.length === 0) return;
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  panes[(at + 1) % panes.length]?.focus();
}

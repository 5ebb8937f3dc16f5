// What a person has written and nobody has confirmed yet. It survives a reload, a lost line and an ended session,
// and it is dropped when the words are saved or the person leaves: the next one at this desk must not read it.

/** Characters of all that is kept for one role in one browser. */
export const KEPT_CHARS_MAX = 2_000_000;

export interface Keep {
  put(name: string, value: unknown): boolean;
  get<T>(name: string): T | null;
  drop(name: string): void;
  names(): string[];
  clear(): void;
}

/** Under a prefix, so that several roles in one browser do not read each other's words. */
export function keep(storage: Storage, prefix: string): Keep {
  const full = (name: string) => `${prefix}/${name}`;
  const names = () => {
    const all = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '');
    return all.filter((key) => key.startsWith(`${prefix}/`)).map((key) => key.slice(prefix.length + 1));
  };
  const chars = () => names().reduce((sum, name) => sum + (storage.getItem(full(name))?.length ?? 0), 0);
  return {
    put(name, value) {
      const text = JSON.stringify(value);
      if (chars() + text.length > KEPT_CHARS_MAX) return false;
      try {
        storage.setItem(full(name), text);
        return true;
      } catch {
        return false;
      }
    },
    get<T>(name: string): T | null {
      try {
        return JSON.parse(storage.getItem(full(name)) ?? 'null') as T | null;
      } catch {
        return null;
      }
    },
    drop: (name) => storage.removeItem(full(name)),
    names,
    clear: () => names().forEach((name) => storage.removeItem(full(name))),
  };
}

// A screen with parts shows one at a time on a phone; the bar at the foot then holds its parts.

export interface Tabs {
  name: string;
  back: string;
  chosen: string;
  tabs: { key: string; glyph: string; words: string }[];
  choose: (key: string) => void;
}

let current = $state.raw<Tabs | null>(null);

export const tabsOf = (): Tabs | null => current;

/** Shows them until the returned function is called. */
export function showTabs(tabs: Tabs): () => void {
  current = tabs;
  return () => {
    if (current === tabs) current = null;
  };
}

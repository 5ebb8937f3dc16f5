// What lies under the map, asked for once: the map and the palette look places up in the same document.

import type { MapBase } from '../api/types';
import { house } from './house.svelte';
import { Load } from './load.svelte';

export const underlay = new Load<MapBase>();

/** Asks, unless it is here: the document is the same for everybody, and changes when the node starts anew. */
export async function askUnderlay(): Promise<void> {
  if (underlay.value === null) await underlay.run('base', () => house.api.mapBase());
}

// A file that was dropped on the queue, on its way to the panel that reads it.

let file = $state.raw<File | null>(null);

export function handFile(next: File): void {
  file = next;
}

export function takeFile(): File | null {
  const taken = file;
  file = null;
  return taken;
}

// The one clock of the console, in whole seconds. It ticks on the second, so that all running figures move at once.

let ms = $state(Date.now());
/** How far the gateway's clock is ahead of this machine's, in milliseconds, as its answers say. */
let skew = 0;

export function now(): number {
  return ms;
}

/** The moment for what is written, not shown. */
export function instant(): number {
  return Date.now() + skew;
}

export function setSkew(aheadMs: number): void {
  skew = aheadMs;
}

export function tick(): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const next = () => {
    ms = instant();
    timer = setTimeout(next, 1_000 - (ms % 1_000));
  };
  next();
  return () => clearTimeout(timer);
}

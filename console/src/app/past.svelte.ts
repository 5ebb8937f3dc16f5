// Whether the desk shows a moment of the past. Then reading goes on and writing is shut: nobody should act on a picture
// that is not the present one without having said so.

let moment = $state<number | null>(null);

/** The moment that is shown, in milliseconds since 1970; null is now. */
export function past(): number | null {
  return moment;
}

export function showPast(ms: number | null): void {
  moment = ms;
}

export function leavePast(): void {
  moment = null;
}

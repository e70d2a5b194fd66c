export interface NumberChoice {
  /** Three different two-digit numbers, in the order in which the phone shows them. */
  readonly numbers: readonly [number, number, number];
  /** The one that the computer shows. */
  readonly right: number;
}

/** Draws three numbers from 10 to 99 and the right one among them; `draw(below)` is uniform in [0, below). */
export function chooseNumbers(draw: (below: number) => number): NumberChoice {
  const found = new Set<number>();
  while (found.size < 3) found.add(10 + draw(90));
  const numbers = [...found] as [number, number, number];
  return { numbers, right: numbers[draw(3)] ?? numbers[0] };
}

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

/** The same around a number from 0 to 99 that the computer chose and shows already. */
export function surroundNumber(right: number, draw: (below: number) => number): NumberChoice {
  const found = new Set([right]);
  while (found.size < 3) found.add(draw(100));
  const others = [...found].slice(1);
  const place = draw(3);
  const numbers = [...others.slice(0, place), right, ...others.slice(place)];
  return { numbers: numbers as [number, number, number], right };
}

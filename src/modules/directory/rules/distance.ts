/**
 * How many letters are to be added, left out, changed or swapped with their neighbour to make one word of the other
 * (optimal string alignment). In: two words, and the most that is of interest. Out: the number, `most + 1` for any more.
 */
export function distance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  const far = most + 1;
  let [before, row, next] = [rowOf(other, far), rowOf(other, far), rowOf(other, far)];
  for (let j = 0; j <= Math.min(other.length, most); j += 1) row[j] = j;
  for (let i = 1; i <= one.length; i += 1) {
    // Further from the diagonal than that, nothing can come back.
    const [from, to] = [Math.max(1, i - most), Math.min(other.length, i + most)];
    next[from - 1] = from === 1 ? Math.min(i, far) : far;
    let least = next[from - 1] ?? far;
    for (let j = from; j <= to; j += 1) {
      const same = one.charCodeAt(i - 1) === other.charCodeAt(j - 1);
      let cost = Math.min(
        (row[j] ?? far) + 1,
        (next[j - 1] ?? far) + 1,
        (row[j - 1] ?? far) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && isSwapped(one, other, i, j)) cost = Math.min(cost, (before[j - 2] ?? far) + 1);
      next[j] = Math.min(cost, far);
      least = Math.min(least, cost);
    }
    if (to < other.length) next[to + 1] = far;
    if (least > most) return far;
    [before, row, next] = [row, next, before];
  }
  return row[other.length] ?? far;
}

const rowOf = (word: string, far: number): number[] => new Array<number>(word.length + 1).fill(far);

const isSwapped = (one: string, other: string, i: number, j: number): boolean =>
  one.charCodeAt(i - 1) === other.charCodeAt(j - 2) && one.charCodeAt(i - 2) === other.charCodeAt(j - 1);

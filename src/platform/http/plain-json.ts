const DEEPEST = 32;

/**
 * Whether what was parsed can be worked with: not nested so deeply that a recursive reader fails, and every text one
 * that a database can hold (neither NUL nor half of a sign).
 */
export function isPlainJson(value: unknown): boolean {
  const left: [unknown, number][] = [[value, 0]];
  for (let next = left.pop(); next; next = left.pop()) {
    const [part, depth] = next;
    if (typeof part === 'string' && !isText(part)) return false;
    if (typeof part !== 'object' || part === null) continue;
    if (depth >= DEEPEST || !Object.keys(part).every(isText)) return false;
    for (const inner of Object.values(part)) left.push([inner, depth + 1]);
  }
  return true;
}

const isText = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

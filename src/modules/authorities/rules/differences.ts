/** One value that differs between two versions. `field` is a path such as `correspondence/mail`. */
export interface Difference {
  readonly field: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** What changed from one value to another, leaf by leaf, in the order of the fields. Nothing when they are equal. */
export function differences(from: unknown, to: unknown, field = ''): Difference[] {
  if (Object.is(from, to)) return [];
  if (!isTree(from) && !isTree(to)) {
    return [{ field, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
  }
  const [before, after] = [isTree(from) ? from : {}, isTree(to) ? to : {}];
  const inside = [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    differences(before[key], after[key], field === '' ? key : `${field}/${key}`),
  );
  const lone = (value: unknown) => (isTree(value) ? undefined : value);
  // A leaf that becomes a block, or the other way, is told as well as what the block holds.
  return lone(from) === undefined && lone(to) === undefined
    ? inside
    : [...differences(lone(from), lone(to), field), ...inside];
}

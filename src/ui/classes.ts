/** Joins the class names that are there, `undefined` when none is (the attribute is then left out). */
export function classes(...names: (string | false | undefined)[]): string | undefined {
  return names.filter(Boolean).join(' ') || undefined;
}

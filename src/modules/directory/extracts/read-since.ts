/** From when changes are asked for: a publication, or an instant. */
export type Since = { readonly publication: number } | { readonly at: Date };

/**
 * Reads what `depuis` says: the number of a publication, a day (`YYYY-MM-DD`, from midnight UTC) or an instant of RFC 3339.
 * Undefined for anything else.
 */
export function readSince(text: string): Since | undefined {
  if (/^\d{1,15}$/.test(text)) return { publication: Number(text) };
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text))
    return undefined;
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return undefined;
  // 30 February is read as a day of March.
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().slice(0, 10);
  return day === text.slice(0, 10) ? { at } : undefined;
}

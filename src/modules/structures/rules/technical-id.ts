/** What a technical id is made from: a FINESS number, a SIRET number, or the rank of a practice in its sequence. */
export type IdSource =
  | { readonly finess: string }
  | { readonly siret: string }
  | { readonly practice: number };

/**
 * The technical id of a structure in the directory. In: its number. Out: `F<finess>`, `C<siret>`, or for a practice
 * `R99` and the twelve digits of its rank.
 */
export function technicalId(source: IdSource): string {
  if ('finess' in source) return `F${source.finess}`;
  if ('siret' in source) return `C${source.siret}`;
  return `R99${String(source.practice).padStart(12, '0')}`;
}

import { isFiness, looksLikeFiness } from '../../nomenclatures/index.js';
import { sectorOf } from '../rules/families.js';
import type { Structure, StructureKind } from '../structure.js';

/** What a file of FINESS says of one legal entity or establishment. */
export interface FinessRecord {
  readonly kind: StructureKind;
  readonly structure: Structure;
  /** Identifier of the legal entity in FINESS+, by which groupings name their members. */
  readonly entity?: string;
  /** The Luhn key of its number is wrong: taken all the same, official samples have some. */
  readonly badKey: boolean;
}

/** Why something is not taken, in words for the reject file. */
export interface RejectedRecord {
  readonly reason: string;
  /** Its structure, where its number can be read all the same. */
  readonly id?: string;
}

/** Texts of a record; '' for what the file does not say. */
export interface FinessTexts {
  readonly kind: StructureKind;
  readonly finess: string;
  readonly legalEntity: string;
  readonly name: string;
  readonly longName: string;
  readonly category: string;
  readonly siret: string;
  readonly siren: string;
}

type Rest = Omit<Structure, 'id' | 'nationalId' | 'name' | 'source'>;

/**
 * Makes the structure of a record. In: its texts, what else was read of it. Out: the record, or why it is not taken:
 * a number that has not the shape of one, no name.
 */
export function finessRecord(texts: FinessTexts, rest: Rest, entity = ''): FinessRecord | RejectedRecord {
  const { kind, finess, legalEntity, category, siret, siren } = texts;
  if (!looksLikeFiness(finess)) return { reason: 'numéro FINESS malformé' };
  const id = `F${finess}`;
  if (legalEntity !== '' && !looksLikeFiness(legalEntity)) {
    return { reason: 'numéro FINESS de l’entité juridique malformé', id };
  }
  const name = texts.name || texts.longName;
  if (name === '') return { reason: 'sans nom', id };
  const structure: Structure = {
    id,
    nationalId: `1${finess}`,
    name,
    kind,
    source: 'FINESS',
    ...stated({
      finess,
      finessLegalEntity: legalEntity,
      longName: texts.longName === name ? '' : texts.longName,
      ...{ siret, siren: siren || siret.slice(0, 9) },
      ...{ category, sector: sectorOf(category) ?? '' },
    }),
    ...rest,
  };
  return { kind, structure, badKey: !isFiness(finess), ...(entity === '' ? {} : { entity }) };
}

/** Leaves out what is not said: an absent part is absent, never "". */
export function stated<T extends Readonly<Record<string, string | undefined>>>(
  texts: T,
): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(texts).filter(([, value]) => value)) as {
    [K in keyof T]?: string;
  };
}

/** A day of a file (`AAAA-MM-JJ`, a time may follow, or `JJ/MM/AAAA`) as `AAAA-MM-JJ`; '' for anything else. */
export function dayOf(text: string): string {
  const [, day, month, year] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text) ?? [];
  const iso = year === undefined ? text.slice(0, 10) : `${year}-${month}-${day}`;
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(Date.parse(iso)) ? iso : '';
}

/** A code of activity as the INSEE writes it, with its dot. */
export const apeOf = (code: string): string => code.replace(/^(\d{2})\.?(\d{2}[A-Z])$/, '$1.$2');

/** A text of a file on one line, without spaces around. */
export const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').trim();

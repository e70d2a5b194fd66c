import type { DistinguishedName } from '../../ca/rules/names.js';
import { CARD_KINDS, type CardType } from './kinds.js';

/** Whose card it is, as the certificate says it. */
export interface Holder {
  readonly idNat: string;
  readonly givenName: string;
  readonly familyName: string;
  /** Label of the profession. */
  readonly title: string;
  /** TRE_G15, where it is a number. */
  readonly profession?: number | undefined;
  readonly structure?: HolderStructure | undefined;
}

export interface HolderStructure {
  readonly name: string;
  /** National identifier: type digit and number. */
  readonly nationalId: string;
  /** `Paris (75)`. */
  readonly departement?: string | undefined;
}

const [TITLE, SURNAME, GIVEN_NAME] = ['2.5.4.12', '2.5.4.4', '2.5.4.42'];
const STAFF_TITLE = 'Personnel santé ou social';
/** Issuer of the national cards, in the token id. */
export const CARD_ISSUER = '8025000001';

/**
 * The subject of a card's certificate, in the national layout: the last RDN holds given name, CN = idNat and surname;
 * a structure's card names the structure before.
 */
export function cardSubject(type: CardType, holder: Holder): DistinguishedName {
  const person = { [GIVEN_NAME]: [holder.givenName], CN: [holder.idNat], [SURNAME]: [holder.familyName] };
  if (CARD_KINDS[type].holder === 'professional') return [{ C: ['FR'] }, { [TITLE]: [holder.title] }, person];
  const { structure } = holder;
  return [
    { C: ['FR'] },
    ...(structure?.departement ? [{ ST: [structure.departement] }] : []),
    ...(structure ? [{ O: [structure.name] }, { OU: [structure.nationalId] }] : []),
    { [TITLE]: [STAFF_TITLE] },
    person,
  ];
}

/**
 * The private extensions of a card's certificate: product category (80 for tests), card type, token id, profession.
 * Out: DER of each, by its identifier (arc 1.2.250.1.71.1.2 of the national nomenclatures).
 */
export function cardExtensions(
  card: { type: CardType; number: string; profession?: number | undefined },
  test: boolean,
): { oid: string; der: Uint8Array<ArrayBuffer> }[] {
  const token = `${CARD_ISSUER}/${card.number}`;
  const arc = '1.2.250.1.71.1.2';
  return [
    { oid: `${arc}.5`, der: tagged(0x04, [test ? 0x80 : 0x00]) },
    { oid: `${arc}.2`, der: tagged(0x02, [CARD_KINDS[card.type].code]) },
    { oid: `${arc}.3`, der: tagged(0x13, [...Buffer.from(token, 'ascii')]) },
    ...(card.profession !== undefined ? [{ oid: `${arc}.7`, der: tagged(0x02, [card.profession]) }] : []),
  ];
}

/** One DER value shorter than 128 bytes; integers given here are below 128, so that one byte holds them. */
const tagged = (tag: number, content: number[]) => new Uint8Array([tag, content.length, ...content]);

import { generalizedTime, integer, octets, printable, sequence, utf8 } from '../../ca/rules/der.js';
import { CARD_ISSUER } from './content.js';
import { formerObjects } from './former-objects.js';
import { type Generation, modelOf } from './generations.js';
import { CARD_KINDS, type CardType } from './kinds.js';

/** One situation of exercise. Codes of TRE_R23, TRE_R02, TRE_R22; the structure by its national identifier. */
export interface ChipActivity {
  readonly mode?: string;
  readonly sector?: string;
  readonly genre?: string;
  readonly structure?: string;
  readonly structureName?: string;
}

/** What the chip says of its holder; brought up to date without another card. */
export interface ChipContent {
  /** TRE_G15 or a role, and its label. */
  readonly profession: string;
  readonly label: string;
  /** TRE_R09. */
  readonly category: string;
  /** TRE_R04 and the code: `S:SM54`. */
  readonly skills: readonly string[];
  readonly activities: readonly ChipActivity[];
}

export interface ChipCard {
  readonly number: string;
  readonly type: CardType;
  readonly idNat: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly generation: Generation;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly contentAt: Date;
}

/** An object in the chip, by its label (PKCS#15, interface specification of the national library). */
export interface ChipObject {
  readonly label: string;
  readonly access: 'free' | 'pin';
  readonly der: Buffer;
  /** By any application, with the same access: `CPS_DATA` alone. */
  readonly writable: boolean;
}

/** What the chip holds besides what the register says. */
export interface ChipExtras {
  /** Physical number of the chip, which is not that of the card. */
  readonly chipNumber: string;
  /** What applications left in `CPS_DATA`. */
  readonly freeData: Uint8Array;
}

/** Room for what applications write: the national one is not published, this one is ours. */
export const FREE_DATA_BYTES = 1024;

/** A chip has room for that many situations. */
const ACTIVITIES = 16;

/**
 * The objects of a chip, in DER. Free ones say whose card it is; situations of exercise and of billing are behind the code.
 * The layout inside an object is ours: only the labels and what they are for are published.
 */
export function chipObjects(card: ChipCard, content: ChipContent, extras: ChipExtras): ChipObject[] {
  const free = (label: string, der: Buffer): ChipObject => ({ label, access: 'free', der, writable: false });
  const behind = (label: string, der: Buffer): ChipObject => ({ ...free(label, der), access: 'pin' });
  const situations = content.activities.slice(0, ACTIVITIES).map(activityOf);
  return [
    { ...free('CPS_DATA', octets(extras.freeData)), writable: true },
    free('CPS_ID_CARD', idCard(card)),
    free('CPS_NAME_PS', sequence(printable(card.idNat), utf8(card.familyName), utf8(card.givenName))),
    free('CPS_LANG_PS', sequence(printable('fr'))),
    free('CPS_INFO_PS', infoOf(card.type, content)),
    ...situations.map((der, i) => behind(`CPS_ACTIVITY_${two(i + 1)}_PS`, der)),
    behind('CPS_SIT_FACT', sequence()),
    free('EF_ACTUA', sequence(generalizedTime(card.contentAt))),
    ...(modelOf(card.generation).formerLabels
      ? formerObjects(card, content, { chipNumber: extras.chipNumber, situations })
      : []),
  ];
}

const two = (n: number): string => String(n).padStart(2, '0');

function idCard({ number, type, generation, issuedAt, expiresAt }: ChipCard): Buffer {
  const { chip, version } = modelOf(generation);
  return sequence(
    ...[printable(CARD_ISSUER), printable(number), integer(CARD_KINDS[type].code), printable(type)],
    ...[printable(chip), printable(version), generalizedTime(issuedAt), generalizedTime(expiresAt)],
  );
}

function infoOf(type: CardType, { profession, label, category, skills }: ChipContent): Buffer {
  return sequence(
    ...[printable(profession), utf8(label), printable(category)],
    ...[integer(CARD_KINDS[type].responsibility), sequence(...skills.map(printable))],
  );
}

function activityOf({ mode, sector, genre, structure, structureName }: ChipActivity): Buffer {
  const codes = [mode, sector, genre, structure].map((code) => printable(code ?? ''));
  return sequence(...codes, utf8(structureName ?? ''));
}

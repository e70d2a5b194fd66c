import type { FieldProblem } from '../../../../platform/errors.js';
import { startOfDay } from '../../../authorities/index.js';
import { isProblem } from './problems.js';
import { proofType } from './proof-file.js';

/** A declaration as it was typed (form F501). */
export interface TypedReport {
  readonly problem: string;
  /** National identifier, where the person knows it. */
  readonly idNat: string;
  /** Ten digits, where the person has the number of the card. */
  readonly cardNumber: string;
  readonly familyName: string;
  readonly givenName: string;
  /** YYYY-MM-DD. */
  readonly birthDate: string;
  readonly contact: string;
  readonly words: string;
  readonly proof: Uint8Array;
}

const LONGEST_WORDS = 2000;
const PROOF_FAULTS: Readonly<Record<string, string>> = {
  missing: 'Joignez une pièce d’identité : rien n’est mis en opposition sans elle.',
  'too-large': 'Ce fichier dépasse 3 Mo. Photographiez la pièce en plus petit.',
  unknown: 'Ce fichier n’est ni un PDF, ni une photo JPEG ou PNG.',
};

/**
 * Everything that keeps a declaration from being filed, one problem per field; [] for one that can be.
 * `isMail` says what can be an address, `isNumber` what is a national identifier.
 */
export function reportFaults(
  typed: TypedReport,
  today: string,
  { isMail, isNumber }: { isMail(text: string): boolean; isNumber(text: string): boolean },
): FieldProblem[] {
  const { idNat, cardNumber, birthDate } = typed;
  const proof = PROOF_FAULTS[proofType(typed.proof)];
  const faults: readonly (readonly [boolean, string, string])[] = [
    [!isProblem(typed.problem), 'problem', 'Choisissez ce qui est arrivé.'],
    [typed.familyName === '' || typed.familyName.length > 80, 'familyName', 'Écrivez votre nom.'],
    [typed.givenName === '' || typed.givenName.length > 80, 'givenName', 'Écrivez votre prénom.'],
    [
      startOfDay(birthDate) === undefined || birthDate > today,
      'birthDate',
      'Une date de naissance est attendue.',
    ],
    [idNat === '' && cardNumber === '', 'idNat', 'Donnez votre numéro RPPS, ou celui de la carte.'],
    [idNat !== '' && !isNumber(idNat), 'idNat', 'Ce numéro n’est pas lisible : 11 chiffres, ou 12.'],
    [cardNumber !== '' && !/^\d{10}$/.test(cardNumber), 'cardNumber', 'Ce numéro a dix chiffres.'],
    [!isMail(typed.contact), 'contact', 'Une adresse de courriel est attendue : nom@domaine.'],
    [typed.words.length > LONGEST_WORDS, 'words', `Au plus ${LONGEST_WORDS} signes.`],
    [proof !== undefined, 'proof', proof ?? ''],
  ];
  return faults.flatMap(([wrong, field, message]) => (wrong ? [{ field, code: 'invalid', message }] : []));
}

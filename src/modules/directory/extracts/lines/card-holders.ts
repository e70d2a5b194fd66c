import type { Column } from '../extract.js';
import { coded, identifierCells, name, professionCells } from './cells.js';
import type { PersonLines } from './open-files.js';

/** `Porteurs_CPS_CPF`: one line a card. The order of the columns is ours: no public text gives it. */
export const CARD_HOLDERS = [
  ["Type d'identifiant PP", 'idType'],
  ['Identifiant PP', 'number'],
  ['Identification nationale PP', 'idNat'],
  ["Nom d'exercice", 'name'],
  ["Prénom d'exercice", 'givenName'],
  ['Code profession', 'profession'],
  ['Libellé profession', 'professionLabel'],
  ['Code catégorie professionnelle', 'category'],
  ['Libellé catégorie professionnelle', 'categoryLabel'],
  ['Code type de carte', 'cardType'],
  ['Libellé type de carte', 'cardTypeLabel'],
  ['Numéro carte', 'card'],
  ['Identifiant national contenu dans la carte', 'cardIdNat'],
  ['Date début validité', 'from'],
  ['Date fin validité', 'to'],
  ['Date opposition', 'opposed'],
  ['Date de mise à jour', 'updated'],
] as const satisfies readonly Column[];

/**
 * The cards in use of a person, with the first profession. An opposed card is not in use, hence not here, and the date
 * of an opposition never leaves by an open door: its column is empty.
 */
export const cardLines: PersonLines = ({ idNat, cards = [] }, [first], on, write) => {
  if (!first) return;
  const who = `${identifierCells(idNat)}|${name(first.name)}|${name(first.givenName)}|${professionCells(first.profession)}|${coded('TRE_R09', first.category)}`;
  for (const { number, type, issuedOn, expiresOn } of cards) {
    if (expiresOn < on) continue;
    const dates = `${day(issuedOn)}|${day(expiresOn)}||${day(issuedOn)}`;
    write(`${who}|${coded('TRE_R87', type)}|${number}|${idNat}|${dates}|\n`);
  }
};

/** AAAAMMJJ. */
const day = (iso: string): string => iso.replaceAll('-', '');

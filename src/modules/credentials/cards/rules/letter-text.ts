import type { LetterKind } from '../letter-store.js';
import { CARD_KINDS, type CardType } from './kinds.js';

/** What a letter tells, besides the address. */
export interface LetterFacts {
  readonly kind: LetterKind;
  readonly type: CardType;
  readonly number: string;
  /** `2032-11-22`, as people read it. */
  readonly until: string;
  /** Of the letter with the codes. */
  readonly codes?: { readonly pin: string; readonly puk: string } | undefined;
}

export interface LetterText {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** Set apart, large: what must be copied without a fault. */
  readonly secrets: readonly { readonly name: string; readonly value: string }[];
}

/**
 * The words of one of the two letters. The card and its codes travel apart: neither letter says what the other one does,
 * and the letter with the codes shows only the end of the number.
 */
export function letterText({ kind, type, number, until, codes }: LetterFacts): LetterText {
  const name = `${CARD_KINDS[type].label} (${type})`;
  if (kind === 'card')
    return {
      subject: `Votre carte ${type}`,
      paragraphs: [
        `Vous trouverez avec cette lettre votre ${name}, numéro ${number}, valable jusqu’au ${until}.`,
        'Ses codes vous parviennent par une autre lettre, environ un jour plus tard. La carte devient active à votre premier code juste ; celle qu’elle remplace cesse alors de servir.',
        'Cette carte est personnelle : ne la prêtez pas. En cas de perte ou de vol, déclarez-le sans attendre.',
      ],
      secrets: [],
    };
  return {
    subject: 'Vos codes confidentiels',
    paragraphs: [
      `Voici les codes de la carte dont le numéro finit par ${number.slice(-4)}.`,
      'Le code confidentiel est demandé à chaque connexion. Trois codes faux bloquent la carte ; le code de déblocage la rend, avec un code que vous choisissez.',
      'Gardez cette lettre en lieu sûr, loin de la carte. Personne ne vous demandera ces codes, ni par téléphone ni par courriel.',
    ],
    secrets: [
      { name: 'Code confidentiel', value: codes?.pin ?? '' },
      { name: 'Code de déblocage', value: codes?.puk ?? '' },
    ],
  };
}

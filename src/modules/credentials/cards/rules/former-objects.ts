import { octets, printable, sequence, utf8 } from '../../ca/rules/der.js';
import type { ChipCard, ChipContent, ChipObject } from './chip-objects.js';
import { modelOf } from './generations.js';

/**
 * The same facts under the labels of the former cards (mode CPS2ter), for programs that know no others: the chips of
 * CPS4 have them (interface specification of the national library, whose text gives the situations to CPS4 alone and whose
 * table gives them to CPS3 too: the text is followed). In: the card, what it says, the physical number of the chip, its
 * situations in DER. Layout ours, as that of the other objects.
 */
export function formerObjects(
  card: ChipCard,
  content: ChipContent,
  { chipNumber, situations }: { readonly chipNumber: string; readonly situations: readonly Buffer[] },
): ChipObject[] {
  const object = (label: string, der: Buffer, access: ChipObject['access'] = 'free'): ChipObject => ({
    ...{ label: `CPS2TER_${label}`, access, der },
    writable: false,
  });
  return [
    object('ATR', octets(answerToReset(card))),
    object('ID', sequence(printable(card.number), printable(card.type))),
    object('ICC', sequence(printable(chipNumber))),
    object('NAME', sequence(printable(card.idNat), utf8(card.familyName), utf8(card.givenName))),
    object('LANG', sequence(printable('fr'))),
    object('PSINFO', sequence(printable(content.profession), printable(content.category))),
    object('DIRAMO', sequence()),
    ...situations.map((der, i) => object(`ACTIVITY_${String(i + 1).padStart(2, '0')}_PS`, der, 'pin')),
  ];
}

/** ISO/IEC 7816-3: direct convention, no interface bytes, and the maker's name of the chip as historical bytes. */
function answerToReset({ generation }: ChipCard): Buffer {
  const history = Buffer.from(modelOf(generation).chip, 'latin1').subarray(0, 15);
  return Buffer.concat([Buffer.from([0x3b, history.length]), history]);
}

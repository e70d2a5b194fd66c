import type { Extension, Practitioner } from 'fhir/r4.js';
import type { Ctx } from '../../../../platform/context.js';
import { cards } from '../../../credentials/index.js';
import type { Resource } from '../parameters.js';
import { smartcard } from '../resources/practitioner.js';
import { IDENTIFIERS } from '../resources/vocabulary.js';

type OpposedCard = cards.OpposedCard;

/**
 * Practitioners with the cards of theirs that were opposed, and when: as-dr-practitioner grants the date, which the open
 * profile forbids. Read from credentials, since the directory's own copy holds cards in use alone. One statement for all.
 */
export async function withOpposedCards(
  ctx: Pick<Ctx, 'db'>,
  resources: readonly Resource[],
): Promise<Resource[]> {
  const holders = new Set(resources.flatMap((one) => holderOf(one) ?? []));
  if (holders.size === 0) return [...resources];
  const held = await cards.opposedCards(ctx, [...holders]);
  return resources.map((one) => {
    const opposed = held.get(holderOf(one) ?? '') ?? [];
    if (opposed.length === 0) return one;
    return { ...one, extension: [...((one as Practitioner).extension ?? []), ...opposed.map(opposedCard)] };
  });
}

const holderOf = (one: Resource): string | undefined =>
  one.resourceType === 'Practitioner'
    ? one.identifier?.find(({ system }) => system === IDENTIFIERS.person)?.value
    : undefined;

function opposedCard({ number, type, issuedAt, expiresAt, opposedAt }: OpposedCard): Extension {
  const told = smartcard({ number, type, issuedOn: dayOf(issuedAt), expiresOn: dayOf(expiresAt) });
  return {
    ...told,
    extension: [...(told.extension ?? []), { url: 'oppositionDate', valueDate: dayOf(opposedAt) }],
  };
}

const dayOf = (at: Date): string => at.toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });

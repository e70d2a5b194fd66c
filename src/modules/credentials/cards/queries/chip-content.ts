import type { Ctx } from '../../../../platform/context.js';
import { profession } from '../../../nomenclatures/index.js';
import { type Structure, structuresById } from '../../../structures/index.js';
import type { ChipActivity, ChipContent } from '../rules/chip-objects.js';
import type { Card } from '../store.js';
import { knownHolders } from './holder-facts.js';

/** What the register says today of the holder of a card, in the exercise that the card is for. */
export async function chipContent(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  card: Pick<Card, 'idNat'> & { readonly profession: string },
): Promise<ChipContent> {
  const known = (await knownHolders(ctx, [card.idNat])).get(card.idNat) ?? [];
  const { exercise } = known.find(({ facts }) => facts.profession === card.profession) ?? known[0] ?? {};
  if (!exercise) return { profession: '', label: '', category: '', skills: [], activities: [] };
  const ids = exercise.activities.flatMap(({ structure }) => structure ?? []);
  const places = await structuresById(ctx, ids);
  return {
    profession: exercise.profession,
    label: profession(exercise.profession, exercise.category)?.label ?? '',
    category: exercise.category,
    skills: exercise.skills.map(({ type, code }) => `${type}:${code}`),
    activities: exercise.activities.map(({ mode, sector, genre, structure }) => ({
      ...(mode && { mode }),
      ...(sector && { sector }),
      ...(genre && { genre }),
      ...placeOf(places.get(structure ?? '')),
    })),
  };
}

const placeOf = (place: Structure | undefined): ChipActivity =>
  place ? { structure: place.nationalId ?? place.id, structureName: place.name } : {};

import type { Ctx } from '../../platform/context.js';
import { PERSONAS } from './more-personas.js';
import type { Persona } from './personas.js';
import { personaNumbers } from './steps.js';

export { loadPopulation } from './load.js';
export { makeNurses } from './nurses-2021.js';
export { type AnyDemand, DEMANDS, type Demand, ENDED_DEMANDS, personAsked } from './on-demand.js';
export type { Persona } from './personas.js';
export { giveToldCards } from './staff-card.js';
export { testStructures } from './structure-side.js';

/** The people with a story, in their order. */
export const personas: readonly Persona[] = PERSONAS.map(({ key, title, story }) => ({ key, title, story }));

/** `name` is that of exercise, as people read it. */
export type TestPersona = Persona & { readonly name: string; readonly idNat?: string };

const names = new Map(
  PERSONAS.map((sheet) => {
    const { givenName = sheet.givenNames[0], name = sheet.usedName ?? sheet.birthName } =
      sheet.workName ?? {};
    return [sheet.key, [givenName, name].join(' ')];
  }),
);

/** The personas with their names and national identifiers; none of these before the population is there. */
export async function testPersonas(ctx: Pick<Ctx, 'db'>): Promise<TestPersona[]> {
  const numbers = await personaNumbers(ctx);
  return personas.map((persona) => {
    const [name = '', idNat] = [names.get(persona.key), numbers.get(persona.key)];
    return { ...persona, name, ...(idNat && { idNat }) };
  });
}

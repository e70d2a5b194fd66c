import type { Ctx } from '../../platform/context.js';
import { PERSONAS } from './more-personas.js';
import type { Persona } from './personas.js';
import { personaNumbers } from './steps.js';

export { loadPopulation } from './load.js';
export type { Persona } from './personas.js';

/** The people with a story, in their order. */
export const personas: readonly Persona[] = PERSONAS.map(({ key, title, story }) => ({ key, title, story }));

export type TestPersona = Persona & { readonly idNat?: string };

/** The personas with their national identifiers; none of these before the population is there. */
export async function testPersonas(ctx: Pick<Ctx, 'db'>): Promise<TestPersona[]> {
  const numbers = await personaNumbers(ctx);
  return personas.map((persona) => {
    const idNat = numbers.get(persona.key);
    return idNat ? { ...persona, idNat } : persona;
  });
}

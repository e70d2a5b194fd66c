import { type Kind, PARAMETERS, type Parameter, type Resource } from '../parameters.js';
import { FhirRefusal, quoted } from '../refusal.js';
import type { Run } from './run.js';
import { all } from './walk.js';

const ID = PARAMETERS.Practitioner.get('_id') as Parameter;

/**
 * One resource by its id, also when it is no longer active.
 * @throws FhirRefusal 404 for an id that was never told.
 */
export async function readOne(run: Run, kind: Kind, id: string): Promise<Resource> {
  const byId = { kind: 'token', parameter: ID, not: false, values: [{ code: id }] } as const;
  const [found] = await all(run, kind, [byId], 1);
  if (!found)
    throw new FhirRefusal(
      404,
      'not-found',
      `There is no ${kind} ${quoted(id)}. Ids never change and are never withdrawn: check this one.`,
    );
  return found.resource;
}

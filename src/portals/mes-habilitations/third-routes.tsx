import { type Context, Hono } from 'hono';
import { habilitations } from '../../modules/access/index.js';
import { type Env, formFields } from '../../platform/http/request.js';
import type { FieldError } from '../../ui/index.js';
import { told } from '../told.js';
import { own, sorted } from './own.js';
import { ThirdPage } from './third-page.js';
import { STRUCTURE } from './words.js';

type C = Context<Env>;

/** Third structures: activated by their own legal representative, chosen by their clients. */
export const thirdRoutes = (): Hono<Env> =>
  new Hono<Env>()
    .get('/', (c) => show(c))
    .post('/activer', (c) => activity(c, habilitations.activateThirdStructure, 'activee'))
    .post('/arreter', (c) => activity(c, habilitations.deactivateThirdStructure, 'arretee'))
    .post('/choisir', (c) => choice(c, habilitations.chooseThirdStructure, 'choisie'))
    .post('/quitter', (c) => choice(c, habilitations.leaveThirdStructure, 'quittee'));

async function show(c: C, errors: readonly FieldError[] = []) {
  const { user, structure } = await own(c);
  const ctx = c.get('ctx');
  const every = await sorted(ctx, await habilitations.thirdStructures(ctx));
  const chosen = await sorted(ctx, await habilitations.thirdStructuresOf(ctx, structure.id));
  const isChoice = ({ id }: { id: string }) => id !== structure.id && !chosen.some((one) => one.id === id);
  const page = {
    ...{ c, user, structure, chosen, errors },
    isThird: every.some(({ id }) => id === structure.id),
    clients: await sorted(ctx, await habilitations.clientsOf(ctx, structure.id)),
    choices: every.filter(isChoice),
  };
  return c.html(<ThirdPage {...page} />, errors.length > 0 ? 422 : 200);
}

async function activity(c: C, act: typeof habilitations.activateThirdStructure, done: string) {
  const { user, structure } = await own(c);
  try {
    await act(c.get('ctx'), structure.id, user);
    return c.redirect(`${STRUCTURE}/tierces?fait=${done}`, 303);
  } catch (error) {
    return show(c, told(error));
  }
}

async function choice(c: C, act: typeof habilitations.chooseThirdStructure, done: string) {
  const { user, structure } = await own(c);
  const { tierce = '' } = await formFields(c);
  try {
    await act(c.get('ctx'), { client: structure.id, third: tierce }, user);
    return c.redirect(`${STRUCTURE}/tierces?fait=${done}`, 303);
  } catch (error) {
    return show(c, told(error));
  }
}

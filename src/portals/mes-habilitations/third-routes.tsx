import { type Context, Hono } from 'hono';
import { habilitations } from '../../modules/access/index.js';
import { type Env, formFields } from '../../platform/http/request.js';
import type { FieldError } from '../../ui/index.js';
import { Confirm } from '../held-cards/confirm.js';
import { told } from '../told.js';
import { Frame } from './frame.js';
import { own, sorted } from './own.js';
import { ThirdPage } from './third-page.js';
import { STRUCTURE } from './words.js';

type C = Context<Env>;

/** Third structures: activated by their own legal representative, chosen by their clients. */
export const thirdRoutes = (): Hono<Env> =>
  new Hono<Env>()
    .get('/', (c) => show(c))
    .post('/activer', (c) => activity(c, habilitations.activateThirdStructure, 'activee'))
    .post('/arreter', (c) =>
      asked(c, STOP, () => activity(c, habilitations.deactivateThirdStructure, 'arretee')),
    )
    .post('/choisir', (c) => choice(c, habilitations.chooseThirdStructure, 'choisie'))
    .post('/quitter', (c) => asked(c, LEAVE, () => choice(c, habilitations.leaveThirdStructure, 'quittee')));

const STOP = {
  title: 'Ne plus agir pour personne ?',
  text: 'Vos administrateurs n’agissent plus pour aucun client. Si vous recommencez, chaque client choisira de nouveau votre structure.',
  label: 'Ne plus agir pour personne',
  action: `${STRUCTURE}/tierces/arreter`,
};

const LEAVE = {
  title: 'Quitter cette structure tierce ?',
  text: 'Ses administrateurs n’agissent plus pour vous. Vos certificats restent valables : vos propres administrateurs les tiennent.',
  label: 'Quitter',
  action: `${STRUCTURE}/tierces/quitter`,
};

/** Asks once more, and does it when it is confirmed. */
async function asked(c: C, question: typeof STOP, act: () => Promise<Response>): Promise<Response> {
  await own(c);
  const { confirme, tierce } = await formFields(c);
  if (confirme === 'oui') return act();
  const hidden = tierce === undefined ? {} : { tierce };
  const back = `${STRUCTURE}/tierces`;
  return c.html(
    <Frame c={c} title={question.title} width="narrow" current={back}>
      <Confirm {...{ ...question, hidden, back, errors: [] }} />
    </Frame>,
  );
}

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

import { type Context, Hono } from 'hono';
import { requireAct } from '../../modules/access/index.js';
import { contracts } from '../../modules/structures/index.js';
import { type Env, formFields } from '../../platform/http/request.js';
import type { FieldError } from '../../ui/index.js';
import { told } from '../told.js';
import { ContractPage } from './contract-page.js';
import { own } from './own.js';
import { STRUCTURE } from './words.js';

type C = Context<Env>;

/** The contract of the structure: read, signed and ended by its legal representative alone. */
export const contractRoutes = (): Hono<Env> =>
  new Hono<Env>()
    .get('/', (c) => show(c))
    .post('/', sign)
    .post('/fin', end);

async function show(c: C, errors: readonly FieldError[] = []) {
  const { user, structure } = await own(c);
  const ctx = c.get('ctx');
  const active = await contracts.activeContract(ctx, structure.id);
  const history = await contracts.contractsOf(ctx, structure.id);
  const page = <ContractPage {...{ c, user, structure, active, history, errors }} />;
  return c.html(page, errors.length > 0 ? 422 : 200);
}

async function sign(c: C) {
  const { structure } = await own(c);
  const user = await requireAct(c, 'contract.sign', { scope: structure.id });
  const { accord } = await formFields(c);
  if (!accord) return show(c, [{ field: 'accord', message: 'Cochez la case pour signer.' }]);
  const { name, idNat } = user;
  try {
    const signatory = { name, ...(idNat !== undefined && { idNat }) };
    await contracts.signContract(c.get('ctx'), { structureId: structure.id, signatory });
    return c.redirect(`${STRUCTURE}/contrat?fait=signe`, 303);
  } catch (error) {
    return show(c, told(error));
  }
}

async function end(c: C) {
  const { structure } = await own(c);
  await requireAct(c, 'contract.sign', { scope: structure.id });
  const { accord, numero: number = '' } = await formFields(c);
  if (!accord) return show(c, [{ message: 'Cochez la case pour mettre fin au contrat.' }]);
  const ended = { structureId: structure.id, number, reason: 'Fin demandée par le représentant légal.' };
  await contracts.endContract(c.get('ctx'), ended);
  return c.redirect(`${STRUCTURE}/contrat?fait=fini`, 303);
}

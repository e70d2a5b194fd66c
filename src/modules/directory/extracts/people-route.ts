import { type Context, Hono } from 'hono';
import { Refusal } from '../../../platform/errors.js';
import { callerAddress, type Env } from '../../../platform/http/request.js';
import { limit } from '../../../platform/rate-limit.js';
import { parseIdNat } from '../../nomenclatures/index.js';
import { currentPublication } from '../publications/current-publication.js';
import { complementOf, deliveredPerson } from '../queries/delivered-person.js';
import { profileNamed } from '../rules/deliveries.js';
import { letIn, presentsBearer } from './let-in.js';

/** Requests of one address in a minute. */
const EACH_MINUTE = 600;

const unknown = () =>
  new Refusal({
    code: 'directory.unknown-person',
    status: 404,
    message: 'Personne de ce numéro dans l’annuaire.',
  });

const unknownProfile = () =>
  new Refusal({
    code: 'directory.unknown-profile',
    status: 400,
    message: '« profil » vaut V0 ou V1.',
    fields: [{ field: 'profil', code: 'unknown', message: 'V0 ou V1, V1 par défaut.' }],
  });

/**
 * The unitary request: GET /{idNat}?profil=V0|V1, JSON. Everybody gets the public part; a program that may read
 * restricted data, recognised by its bearer, gets `complement` besides in profile V1.
 */
export function peopleDoor(): Hono<Env> {
  return new Hono<Env>().get('/:idNat{.+}', onePerson);
}

async function onePerson(c: Context<Env>): Promise<Response> {
  const ctx = c.get('ctx');
  await limit(ctx, `annuaire-unitary:${callerAddress(c)}`, EACH_MINUTE, 60);
  const profile = profileNamed(c.req.query('profil'));
  if (!profile) throw unknownProfile();
  const read = parseIdNat(c.req.param('idNat') ?? '');
  const idNat = read.ok ? read.idNat.value : undefined;
  const mayReadAll = presentsBearer(c);
  if (mayReadAll) await letIn(c, 'directory.unitary-request', idNat ?? 'unreadable');
  const person = idNat === undefined ? undefined : await deliveredPerson(ctx, idNat, profile);
  if (!person || idNat === undefined) throw unknown();
  c.header('ESCULAPE-Publication', String((await currentPublication(ctx)).number));
  c.header('Vary', 'Authorization');
  if (!mayReadAll || profile === 'V0') return c.json(person);
  c.header('Cache-Control', 'no-store');
  return c.json({ ...person, complement: await complementOf(c.get('ctx'), idNat) });
}

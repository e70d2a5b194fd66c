import { importJWK, type JSONWebKeySet } from 'jose';
import { z } from 'zod';
import {
  type Asker,
  type filings,
  habilitations,
  registerRestrictedClient,
} from '../../modules/access/index.js';
import { cards, park } from '../../modules/credentials/index.js';
import { publicJwk } from '../../modules/identity-provider/index.js';
import { contracts, type Structure, structuresById } from '../../modules/structures/index.js';
import type { Ctx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { NAMESAKE } from '../namesake.js';

type Outcome = Readonly<Record<string, string>>;

const field = (name: string, message: string) =>
  new Refusal({
    code: 'filing.field',
    status: 422,
    message,
    fields: [{ field: name, code: 'filing.field', message }],
  });

const nameOf = ({ said }: filings.Filing) => `${said.givenName ?? ''} ${said.familyName ?? ''}`.trim();

/**
 * Does what an accepted form asks, in its transaction. In: the filing, and who decides. Out: the numbers of what was made.
 * @throws what the contract, the card or the habilitation refuse: nothing is decided then
 */
export async function carryOut(tx: Ctx, filing: filings.Filing, by: Asker): Promise<Outcome> {
  const structure = (await structuresById(tx, [filing.structureId])).get(filing.structureId);
  if (!structure) throw contracts.errors.unknownStructure();
  if (filing.form === 'F101') return newRepresentative(tx, filing, structure, by);
  if (filing.form === 'F420') return newProgram(tx, filing, structure);
  await contracts.requireContract(tx, structure.id);
  const card = await cardFor(tx, filing, structure, by);
  if (filing.form === 'F502') {
    await habilitations.grant(tx, { ...grantOf(filing, card.idNat ?? ''), kind: 'mandataire' }, by);
  }
  return card;
}

/** F101: the contract where it was signed on paper, the card where he has none of his own, the habilitation. */
async function newRepresentative(
  tx: Ctx,
  filing: filings.Filing,
  structure: Structure,
  by: Asker,
): Promise<Outcome> {
  const { said } = filing;
  const signed = said.signed ? await signOnPaper(tx, filing) : {};
  if (!said.idNat) await contracts.requireContract(tx, structure.id);
  const card = await cardFor(tx, filing, structure, by);
  await habilitations.grant(
    tx,
    {
      ...grantOf(filing, card.idNat ?? ''),
      kind: 'legal-representative',
      interim: said.act === 'interim',
    },
    by,
  );
  return { ...signed, ...card };
}

async function signOnPaper(tx: Ctx, filing: filings.Filing): Promise<Outcome> {
  const held = await contracts.activeContract(tx, filing.structureId);
  if (held) return { contract: held.number };
  const signatory = { name: nameOf(filing) };
  const { number } = await contracts.signContract(tx, { structureId: filing.structureId, signatory });
  return { contract: number };
}

const grantOf = ({ said, structureId, number }: filings.Filing, idNat: string) => ({
  ...{ idNat, name: `${said.givenName} ${said.familyName}`, structureId, filing: number },
  ...(said.from && { from: said.from }),
  ...(said.to && { to: said.to }),
});

const DOORS: Readonly<Partial<Record<filings.FormCode, 'f101' | 'f301'>>> = { F101: 'f101', F301: 'f301' };

/** The person's own number, or a card in his name: a director's for F101, an employee's for the others. */
async function cardFor(tx: Ctx, filing: filings.Filing, structure: Structure, by: Asker): Promise<Outcome> {
  const { said, form } = filing;
  if (said.idNat) return { idNat: said.idNat.replace(/\s/g, '') };
  const { givenName = '', familyName = '' } = said;
  const { orderId } = await park.orderStaffCard(tx, {
    ...{ structure, nominative: true, givenName, familyName, idNat: '', by: by.idNat ?? 'system' },
    ...{ namesake: Boolean(said[NAMESAKE.name]), via: DOORS[form] ?? 'tom' },
  });
  const order = (await cards.ordersOf(tx, { structures: [structure.id] })).find(
    (one) => one.orderId === orderId,
  );
  return { order: orderId, idNat: order?.idNat ?? '' };
}

/** F420: the program may ask for tokens that read the restricted data; its code is under the number of the structure. */
async function newProgram(tx: Ctx, { said }: filings.Filing, structure: Structure): Promise<Outcome> {
  const name = programName(said.code ?? '');
  const code = `${structure.id}-${name}`.toLowerCase();
  const jwks = await keysOf(said.jwks ?? '');
  const program = await registerRestrictedClient(tx, { code, jwks });
  return { program };
}

/** @throws Refusal 422 on the field `code` */
export function programName(typed: string): string {
  if (/^[a-z0-9-]{2,40}$/.test(typed)) return typed;
  throw field('code', 'Petites lettres sans accent, chiffres et tirets : de 2 à 40 signes.');
}

const unreadableKeys = (why = 'Ce n’est pas un JWK Set de clés publiques.') => field('jwks', why);

const keySet = z.object({ keys: z.array(publicJwk).min(1).max(10) });

/** The public keys of a JWK set, each strong enough for signatures to be trusted. @throws Refusal 422 on the field `jwks` */
export async function keysOf(text: string): Promise<JSONWebKeySet> {
  const { data, error } = keySet.safeParse(jsonOf(text));
  if (!data) throw unreadableKeys(error.issues.find(({ code }) => code === 'custom')?.message);
  for (const { alg, ...key } of data.keys)
    await importJWK(key, typeof alg === 'string' ? alg : 'ES256').catch(() => {
      throw unreadableKeys();
    });
  return { keys: data.keys };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

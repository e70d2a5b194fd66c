import { habilitations } from '../../src/modules/access/index.js';
import { cards } from '../../src/modules/credentials/index.js';
import { contracts, type Structure, upsertStructures } from '../../src/modules/structures/index.js';
import { as, type Ctx } from '../../src/platform/context.js';
import { representativeOf } from '../access/team.js';

let rank = 0;

/** A legal entity of FINESS in the layout of the files, without a contract. */
export async function legalEntity(ctx: Ctx, finess: string): Promise<Structure> {
  const made: Structure = {
    ...{ id: `F${finess}`, nationalId: `1${finess}`, finess, name: `CLINIQUE ${finess}`, kind: 'EJ' },
    ...{ address: { postcode: '75013', commune: '75113', departement: '75' }, source: 'FINESS' },
  };
  await upsertStructures(ctx, [made]);
  return made;
}

export const signContract = (ctx: Ctx, { id }: Structure) =>
  contracts.signContract(ctx, { structureId: id, signatory: { name: 'Signataire d’essai' } });

/** Somebody of staff with a card in his own name. */
export async function withCard(ctx: Ctx): Promise<string> {
  rank += 1;
  const idNat = `899700${String(600_000 + rank)}`;
  await cards.issueCard(ctx, {
    holder: { idNat, givenName: 'Alex', familyName: 'ADMIN', title: 'Médecin' },
  });
  return idNat;
}

export const habilitate = (
  ctx: Ctx,
  idNat: string,
  { id }: Structure,
  more: { to?: string; from?: string } = {},
) =>
  habilitations.grant(
    ctx,
    { kind: 'technical-admin', idNat, name: 'Alex ADMIN', structureId: id, ...more },
    representativeOf(id),
  );

export interface Administered {
  readonly finess: string;
  readonly structure: Structure;
  readonly idNat: string;
  readonly habilitation: habilitations.Habilitation;
  /** The world as the administrator acts in it. */
  readonly ctx: Ctx;
}

/** A legal entity with everything that comes before an order. */
export async function administered(ctx: Ctx, finess: string): Promise<Administered> {
  const structure = await legalEntity(ctx, finess);
  await signContract(ctx, structure);
  const idNat = await withCard(ctx);
  const habilitation = await habilitate(ctx, idNat, structure);
  return { finess, structure, idNat, habilitation, ctx: as(ctx, `technical-admin:${idNat}`) };
}

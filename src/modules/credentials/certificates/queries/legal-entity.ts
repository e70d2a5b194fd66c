import { today } from '../../../../platform/clock.js';
import type { Ctx } from '../../../../platform/context.js';
import { departements } from '../../../nomenclatures/index.js';
import { isOpen, type Structure, structureByFiness } from '../../../structures/index.js';
import { errors } from '../errors.js';
import type { Bearer } from '../rules/subject.js';
import type { SoftwareCertificate } from '../store.js';

/** National identifier of a FINESS number (TRE_G07: type 1). */
const ofFiness = (finess: string): string => `1${finess}`;

/** The FINESS number of a national identifier; empty when it is another one. */
export const finessOf = (nationalId: string): string => (nationalId[0] === '1' ? nationalId.slice(1) : '');

/**
 * The legal person who may bear a certificate: an entity of FINESS that is open. A grouping has no number of its own there,
 * and an establishment uses the certificate of its entity. In: a FINESS number.
 * @throws errors.unknownStructure, notLegalEntity with the entity to name, closedStructure
 */
export async function legalEntity(ctx: Pick<Ctx, 'db' | 'clock'>, finess: string): Promise<Bearer> {
  const found = await structureByFiness(ctx, finess);
  if (!found) throw errors.unknownStructure();
  if (found.kind !== 'EJ') throw errors.notLegalEntity(found.finessLegalEntity);
  if (!isOpen(found, today(ctx.clock))) throw errors.closedStructure();
  return bearer(found, finess);
}

const bearer = (structure: Structure, finess: string): Bearer => ({
  name: structure.name,
  nationalId: ofFiness(finess),
  departement: departementLabel(structure),
});

/** The same for a structure that is at hand, on a day (`YYYY-MM-DD`); undefined when it bears no certificate itself. */
export const bearerOf = (structure: Structure, on: string): Bearer | undefined =>
  structure.kind === 'EJ' && structure.finess && isOpen(structure, on)
    ? bearer(structure, structure.finess)
    : undefined;

/** Where a structure is, as certificates say it: `Paris (75)`. */
export function departementLabel({ address }: Structure): string | undefined {
  const name = departements().find((one) => one.code === address?.departement)?.name;
  return name && `${name} (${address?.departement})`;
}

/** Why a certificate does not stand for an establishment that uses a product; undefined when it does. */
export async function misuse(
  ctx: Pick<Ctx, 'db'>,
  certificate: Pick<SoftwareCertificate, 'structureId' | 'product'>,
  call: { readonly finess: string; readonly product: string },
): Promise<'other-structure' | 'other-product' | undefined> {
  const found = await structureByFiness(ctx, call.finess);
  const entity = found?.kind === 'EJ' ? found.finess : found?.finessLegalEntity;
  if (!entity || ofFiness(entity) !== certificate.structureId) return 'other-structure';
  return certificate.product === call.product ? undefined : 'other-product';
}

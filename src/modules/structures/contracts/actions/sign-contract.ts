import { sql } from 'kysely';
import { civilDay } from '../../../../platform/clock.js';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { one } from '../../../../platform/db/connection.js';
import { emit } from '../../../../platform/events.js';
import { journal } from '../../../../platform/journal.js';
import { contractSigned } from '../../events.js';
import { structuresById } from '../../queries/find.js';
import { isOpen } from '../../rules/is-open.js';
import type { Structure } from '../../structure.js';
import type { Contract } from '../contract.js';
import { errors } from '../errors.js';
import { contractsOf } from '../queries/contracts-of.js';
import { sitesOf } from '../queries/sites-of.js';
import { endLapsed } from '../reactions/end-lapsed.js';
import { whoSigns } from '../rules/who-signs.js';
import { COLUMNS, type ContractRow, toContract } from '../store.js';

export interface ContractOffer {
  /** Technical id of the structure that signs. */
  readonly structureId: string;
  /** The legal representative; whoever calls has checked that he is. Without idNat: signed on paper. */
  readonly signatory: { readonly name: string; readonly idNat?: string };
}

/**
 * Signs the contract of a structure, from now on. The legal entity signs for its establishments. Journaled.
 * @throws errors.unknownStructure, closedStructure, practice, signedByEntity, alreadySigned
 */
export async function signContract(ctx: Ctx, offer: ContractOffer): Promise<Contract> {
  const structure = await signing(ctx, offer.structureId);
  return transaction(ctx, async (tx) => {
    await endLapsed(tx, [structure.id]);
    const signed = await write(tx, structure, offer.signatory);
    if (!signed) throw errors.alreadySigned((await contractsOf(tx, structure.id))[0]?.number ?? '');
    await emit(tx, [contractSigned(structure.id, signed.number)]);
    await journal(tx, {
      act: 'structures.sign-contract',
      subject: structure.id,
      outcome: 'done',
      data: { number: signed.number, onPaper: offer.signatory.idNat === undefined },
    });
    return toContract(signed);
  });
}

/** The structure, when it is one that signs for itself. */
async function signing(ctx: Ctx, id: string): Promise<Structure> {
  const structure = (await structuresById(ctx, [id])).get(id);
  if (!structure) throw errors.unknownStructure();
  if (!isOpen(structure, civilDay(ctx.clock.now()))) throw errors.closedStructure();
  const entity = structure.finessLegalEntity;
  const signer = whoSigns(structure, entity === undefined ? 0 : (await sitesOf(ctx, entity)).length);
  if (signer === 'nobody') throw errors.practice();
  if (signer === 'legal-entity') throw errors.signedByEntity(`F${entity}`, entity ?? '');
  return structure;
}

function write(
  ctx: Ctx,
  structure: Structure,
  { name, idNat }: ContractOffer['signatory'],
): Promise<ContractRow | undefined> {
  return one(
    ctx.db,
    sql<ContractRow>`insert into structures.contracts as c
        (number, structure_id, finess, siret, signatory, signatory_id_nat, signed_at, signed_by)
      values ('CA-' || lpad(nextval('structures.contract_numbers')::text, 8, '0'), ${structure.id},
        ${structure.finess ?? null}, ${structure.siret ?? null}, ${name}, ${idNat ?? null}, ${ctx.clock.now()},
        ${ctx.actor})
      on conflict (structure_id) where ended_at is null do nothing
      returning ${COLUMNS}`,
  );
}

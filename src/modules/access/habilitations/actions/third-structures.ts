import { type RawBuilder, sql } from 'kysely';
import { type Ctx, transaction } from '../../../../platform/context.js';
import { affected } from '../../../../platform/db/connection.js';
import { journal } from '../../../../platform/journal.js';
import { contracts } from '../../../structures/index.js';
import type { Asker } from '../../rules/role-matrix.js';
import { errors } from '../errors.js';
import { isThirdStructure } from '../queries/third-structures.js';
import { allow } from './allowed.js';

/**
 * Makes a structure one that others may choose to act for them; at once, by its own legal representative. Harmless when
 * repeated. @throws accessErrors.notAllowed, contracts.errors.noContract
 */
export async function activateThirdStructure(ctx: Ctx, structureId: string, by: Asker): Promise<void> {
  await allow(ctx, by, 'third-structure.activate', structureId);
  await contracts.requireContract(ctx, structureId);
  await write(
    ctx,
    { act: 'access.activate-third-structure', subject: structureId },
    sql`insert into access.third_structures (structure_id, activated_at, activated_by)
      values (${structureId}, ${ctx.clock.now()}, ${ctx.actor})
      on conflict (structure_id) do update set ended_at = null, activated_at = excluded.activated_at,
        activated_by = excluded.activated_by where access.third_structures.ended_at is not null`,
  );
}

/**
 * Ends it: none of its people acts for any client any more, and clients choose anew if it begins again.
 * @throws accessErrors.notAllowed
 */
export async function deactivateThirdStructure(ctx: Ctx, structureId: string, by: Asker): Promise<void> {
  await allow(ctx, by, 'third-structure.activate', structureId);
  await write(
    ctx,
    { act: 'access.end-third-structure', subject: structureId },
    sql`update access.third_structures set ended_at = ${ctx.clock.now()}
      where structure_id = ${structureId} and ended_at is null`,
    async (tx) => {
      await endChoices(tx, sql`third = ${structureId}`);
      await withdrawServing(tx, sql`via = ${structureId}`);
    },
  );
}

/** A client and the third structure that acts for it (technical ids). */
export interface ThirdStructureChoice {
  readonly client: string;
  readonly third: string;
}

/**
 * Lets a third structure act for a client. @throws accessErrors.notAllowed, contracts.errors.noContract,
 * errors.ownThirdStructure, notThirdStructure, alreadyChosen
 */
export async function chooseThirdStructure(
  ctx: Ctx,
  { client, third }: ThirdStructureChoice,
  by: Asker,
): Promise<void> {
  await allow(ctx, by, 'third-structure.choose', client);
  if (client === third) throw errors.ownThirdStructure();
  await contracts.requireContract(ctx, client);
  if (!(await isThirdStructure(ctx, third))) throw errors.notThirdStructure();
  const added = await write(
    ctx,
    { act: 'access.choose-third-structure', subject: client, data: { third } },
    sql`insert into access.third_structure_choices (client, third, chosen_at, chosen_by)
      values (${client}, ${third}, ${ctx.clock.now()}, ${ctx.actor})
      on conflict (client, third) where ended_at is null do nothing`,
  );
  if (!added) throw errors.alreadyChosen();
}

/**
 * Ends that choice: what its administrators could do for this client stops at once, and would have to be given again.
 * @throws accessErrors.notAllowed
 */
export async function leaveThirdStructure(
  ctx: Ctx,
  { client, third }: ThirdStructureChoice,
  by: Asker,
): Promise<void> {
  await allow(ctx, by, 'third-structure.choose', client);
  await write(
    ctx,
    { act: 'access.leave-third-structure', subject: client, data: { third } },
    endingOf(ctx, sql`client = ${client} and third = ${third}`),
    (tx) => withdrawServing(tx, sql`via = ${third} and structure_id = ${client}`),
  );
}

interface Traced {
  readonly act: string;
  readonly subject: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Writes, does what follows, and journals, when something has changed. */
function write(
  ctx: Ctx,
  act: Traced,
  change: RawBuilder<unknown>,
  then?: (tx: Ctx) => Promise<void>,
): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    if ((await affected(tx.db, change)) === 0) return false;
    await then?.(tx);
    await journal(tx, { ...act, outcome: 'done' });
    return true;
  });
}

const endingOf = (ctx: Ctx, which: RawBuilder<unknown>) =>
  sql`update access.third_structure_choices set ended_at = ${ctx.clock.now()}, ended_by = ${ctx.actor}
    where ${which} and ended_at is null`;

const endChoices = async (ctx: Ctx, which: RawBuilder<unknown>): Promise<void> => {
  await endingOf(ctx, which).execute(ctx.db);
};

async function withdrawServing(ctx: Ctx, which: RawBuilder<unknown>): Promise<void> {
  await sql`update access.habilitations set withdrawn_at = ${ctx.clock.now()}, withdrawn_by = ${ctx.actor},
      withdrawal_reason = 'La structure tierce n’agit plus pour ce client.'
    where ${which} and withdrawn_at is null`.execute(ctx.db);
}

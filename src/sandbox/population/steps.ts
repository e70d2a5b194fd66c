import { sql } from 'kysely';
import { type Ctx, transaction } from '../../platform/context.js';
import { affected, rows } from '../../platform/db/connection.js';

/**
 * Does a step of the first load once: the mark and the work are one transaction, so a process that dies leaves either
 * both or nothing, and of two that start together one waits and finds it done. Out: whether the work ran here.
 */
export function once(ctx: Ctx, step: string, work: (ctx: Ctx) => Promise<void>): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    const mine = await affected(
      tx.db,
      sql`insert into sandbox.loads (name) values (${step}) on conflict do nothing`,
    );
    if (mine === 0) return false;
    await work(tx);
    return true;
  });
}

/** The steps that are done. */
export async function stepsDone(ctx: Pick<Ctx, 'db'>): Promise<Set<string>> {
  const found = await rows(ctx.db, sql<{ name: string }>`select name from sandbox.loads`);
  return new Set(found.map((row) => row.name));
}

/** Keeps the numbers of personas. */
export async function keepPersonas(
  ctx: Ctx,
  personas: readonly { readonly key: string; readonly idNat: string }[],
): Promise<void> {
  if (personas.length === 0) return;
  await sql`insert into sandbox.personas (key, id_nat) select p.key, p."idNat"
    from jsonb_to_recordset(${JSON.stringify(personas)}::jsonb) as p(key text, "idNat" text)`.execute(ctx.db);
}

/** The numbers of the personas that are registered, by key. */
export async function personaNumbers(ctx: Pick<Ctx, 'db'>): Promise<Map<string, string>> {
  const found = await rows(
    ctx.db,
    sql<{ key: string; idNat: string }>`select key, id_nat "idNat" from sandbox.personas`,
  );
  return new Map(found.map((row) => [row.key, row.idNat]));
}

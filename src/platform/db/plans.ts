import { type RawBuilder, sql } from 'kysely';
import pg from 'pg';

const MARK = /^\/\* kept (\w{1,60}) \*\/ /;

/**
 * After so many uses a statement is read and planned again: the server looks at the price of its plan for all values only
 * when it takes that plan, so that a price of a bad moment (a table swollen, then emptied) would have it plan at each use
 * for the life of the connection. Planning anew costs six plans, one use in a hundred.
 */
export const USES = 500;

/**
 * Marks a query that is asked all the time with the same words: each connection reads and plans it once in a while. In: a
 * name that no other words have. To be put before everything else.
 */
export const kept = (name: string): RawBuilder<unknown> => sql.raw(`/* kept ${name} */ `);

/** What pg knows of a connection beside what it tells: the statements that the server holds ready. */
type Ready = { readonly parsedStatements: Record<string, string> };

/** Makes the queries of a connection that bear the mark of `kept` go as prepared statements. */
export function keepPlans(client: pg.PoolClient): void {
  const uses = new Map<string, number>();
  const renew = (name: string) => {
    const used = uses.get(name) ?? 0;
    uses.set(name, used === USES ? 1 : used + 1);
    if (used === USES) forget(client, name);
  };
  client.query = function (this: pg.Client, ...args: unknown[]) {
    const [text, values, ...rest] = args;
    const name = typeof text === 'string' ? MARK.exec(text)?.[1] : undefined;
    if (name !== undefined) renew(name);
    const asked = name === undefined ? args : [{ name, text, values }, ...rest];
    return Reflect.apply(pg.Client.prototype.query, this, asked);
  } as typeof client.query;
}

/** Goes before the next question, without waiting for an answer; right inside a transaction too, even a failed one. */
function forget(client: pg.PoolClient, name: string): void {
  client.connection.close({ type: 'S', name }, true);
  delete (client.connection as unknown as Ready).parsedStatements[name];
}

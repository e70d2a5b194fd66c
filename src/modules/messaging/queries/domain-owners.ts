import { sql } from 'kysely';
import type { Ctx } from '../../../platform/context.js';
import { rows } from '../../../platform/db/connection.js';
import { domainAndAbove, holderOfDomain } from '../rules/domain-holder.js';

/** To which operator each of some domains belongs; one that is nobody's is absent. One statement. */
export async function domainOwners(
  ctx: Pick<Ctx, 'db'>,
  domains: readonly string[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(domains)];
  const found = await rows(
    ctx.db,
    sql<{ domain: string; operator: string }>`select domain, operator from messaging.domains
      where domain = any(${[...new Set(wanted.flatMap(domainAndAbove))]})`,
  );
  const held = new Map(found.map(({ domain, operator }) => [domain, operator]));
  return new Map(
    wanted.flatMap((domain) => {
      const operator = holderOfDomain(domain, held);
      return operator === undefined ? [] : [[domain, operator] as const];
    }),
  );
}

import { sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { one } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';
import { errors } from '../errors.js';
import { readAddress, readDomain } from '../rules/mail-address.js';

export interface NewOperator {
  /** 2 to 40 lower-case letters, digits, hyphens; never changes. */
  readonly code: string;
  readonly name: string;
  /** Mail address for the corrections that professionals ask for. */
  readonly contact: string;
  readonly domains: readonly string[];
}

/**
 * Registers an operator of mailboxes, or gives a known one another name, contact and domains; one who was closed is open
 * again, without the mailboxes he had. Journaled. A domain that
 * is taken away keeps its mailboxes, which nobody can change any more.
 * @throws Refusal 422 for a code, text or domain that cannot be, 409 for a domain of another operator
 */
export async function registerOperator(
  ctx: Ctx,
  { code, name, contact, domains }: NewOperator,
): Promise<void> {
  if (!/^[a-z][a-z0-9-]{1,39}$/.test(code) || code === 'fichier-national') throw errors.operatorCode();
  if (name.trim() === '' || name.length > 100 || !readAddress(contact)) throw errors.operatorText();
  const wanted = domains.map((domain) => {
    const read = readDomain(domain);
    if (!read) throw errors.domainWrong(domain.slice(0, 200));
    return read;
  });
  if (wanted.length === 0) throw errors.domainWrong('');
  await transaction(ctx, async (tx) => {
    await sql`insert into messaging.operators (code, name, contact, created_at)
      values (${code}, ${name.trim()}, ${readAddress(contact)}, ${tx.clock.now()})
      on conflict (code) do update set name = excluded.name, contact = excluded.contact,
        closed_at = null`.execute(tx.db);
    await sql`delete from messaging.domains where operator = ${code} and domain <> all(${wanted})`.execute(
      tx.db,
    );
    for (const domain of [...new Set(wanted)].sort()) await giveDomain(tx, code, domain);
    await journal(tx, {
      act: 'messaging.register-operator',
      subject: code,
      outcome: 'done',
      data: { domains },
    });
  });
}

async function giveDomain(ctx: Ctx, operator: string, domain: string): Promise<void> {
  const given = await one(
    ctx.db,
    sql<{
      operator: string;
    }>`insert into messaging.domains as d (domain, operator) values (${domain}, ${operator})
      on conflict (domain) do update set operator = d.operator returning operator`,
  );
  if (given?.operator !== operator) throw errors.domainTaken(domain);
}

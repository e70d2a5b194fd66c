import { sql } from 'kysely';
import { z } from 'zod';
import { type Ctx, transaction } from '../../../platform/context.js';
import { affected } from '../../../platform/db/connection.js';
import { journal } from '../../../platform/journal.js';
import { seal } from '../../../platform/secrets.js';
import { inFrench } from '../../../platform/shape-words.js';
import { invalidEstablishment, unknownEstablishment } from '../errors.js';
import { publicJwk } from '../rules/public-key.js';
import { redirectUriProblem } from '../rules/redirect-uri.js';

/** Purpose of the secret's seal. */
export const SECRET = 'identity-provider.establishment';

const method = z.string().regex(/^[a-z0-9_-]{1,30}$/i, 'Une méthode est un mot, comme « hwk ».');
const DAYS = 'Un nombre de jours, de 1 à 1095 (trois ans).';
const KEYS = 'Un JWKS d’une à dix clés publiques.';

const input = z.strictObject({
  code: z.string().regex(/^[A-Za-z0-9_-]{3,40}$/, 'Trois à quarante lettres, chiffres, tirets.'),
  name: z.string().trim().min(1, 'Donnez le nom de l’établissement.').max(120),
  issuer: z.string(),
  clientId: z.string().min(1, 'Donnez l’identifiant de Pro Santé Connect chez ce fournisseur.').max(200),
  clientSecret: z.string().min(16, 'Le secret a seize signes au moins.').max(500),
  jwks: z.object({ keys: z.array(publicJwk).min(1, KEYS).max(10, KEYS) }).optional(),
  acceptedAmr: z
    .array(z.array(method).min(2, 'Deux facteurs : deux méthodes au moins par ligne.'))
    .min(1, 'Donnez au moins une combinaison de deux facteurs.'),
  domains: z.array(z.string().regex(/^[a-z0-9.-]+\.[a-z]{2,}$/, 'Un domaine, comme « ch.example ».')),
  pairingDays: z.number(DAYS).int(DAYS).min(1, DAYS).max(1095, DAYS),
});

/** An establishment as the operator declares it; `jwks` where its provider does not publish its keys. */
export type NewEstablishment = z.input<typeof input>;

/**
 * Registers an establishment, or renews the one of that code, and authorises it. Another issuer ends its pairings. Journaled.
 * @throws errors.invalidEstablishment, one entry per faulty field
 */
export async function registerEstablishment(ctx: Ctx, given: NewEstablishment): Promise<void> {
  const read = input.safeParse(given, { error: inFrench });
  const problem = redirectUriProblem(given.issuer, ctx.config.profile === 'production');
  const faults = [
    ...(problem ? [{ field: 'issuer', code: 'invalid', message: problem }] : []),
    ...(read.success
      ? []
      : read.error.issues.map(({ path, message }) => ({
          field: String(path[0] ?? ''),
          code: 'invalid',
          message,
        }))),
  ];
  if (!read.success || faults.length > 0) throw invalidEstablishment(faults);
  const e = read.data;
  await transaction(ctx, async (tx) => {
    // Accounts are known under an issuer: those of the former one say nothing of the accounts of another.
    await sql`update identity_provider.pairings set ended_at = ${tx.clock.now()}, end_reason = 'operator'
      where establishment = ${e.code} and ended_at is null and exists (select from identity_provider.establishments
        where code = ${e.code} and issuer <> ${e.issuer})`.execute(tx.db);
    await sql`insert into identity_provider.establishments (code, name, issuer, client_id, sealed_secret, jwks,
        accepted_amr, domains, pairing_days, authorised, registered_at, registered_by)
      values (${e.code}, ${e.name}, ${e.issuer}, ${e.clientId}, ${seal(tx.config.secret, SECRET, e.clientSecret)},
        ${e.jwks ? JSON.stringify(e.jwks) : null}::jsonb, ${JSON.stringify(e.acceptedAmr)}::jsonb, ${e.domains},
        ${e.pairingDays}, true, ${tx.clock.now()}, ${tx.actor})
      on conflict (code) do update set name = excluded.name, issuer = excluded.issuer,
        client_id = excluded.client_id, sealed_secret = excluded.sealed_secret, jwks = excluded.jwks,
        accepted_amr = excluded.accepted_amr, domains = excluded.domains, pairing_days = excluded.pairing_days,
        authorised = true`.execute(tx.db);
    await journal(tx, { act: 'identity-provider.register-establishment', subject: e.code, outcome: 'done' });
  });
}

/**
 * Opens or closes the way by one establishment, at once. Journaled with the reason.
 * @throws errors.unknownEstablishment
 */
export async function authoriseEstablishment(
  ctx: Ctx,
  change: { readonly code: string; readonly authorised: boolean; readonly reason: string },
): Promise<void> {
  await transaction(ctx, async (tx) => {
    const changed = sql`update identity_provider.establishments set authorised = ${change.authorised}
      where code = ${change.code}`;
    if ((await affected(tx.db, changed)) === 0) throw unknownEstablishment();
    await journal(tx, {
      act: 'identity-provider.authorise-establishment',
      subject: change.code,
      outcome: 'done',
      reason: change.reason,
      data: { authorised: change.authorised },
    });
  });
}

import { type RawBuilder, sql } from 'kysely';
import { type Ctx, transaction } from '../../../platform/context.js';
import { hashCode, hashToken, seal, unseal } from '../../../platform/secrets.js';
import type { Recipient } from './messages.js';
import { SMS_MINUTES } from './rules/durations.js';
import { ACTIVATION, type ActivationWay, statesBefore } from './rules/life-cycle.js';
import { lockPerson } from './store.js';

export interface NewActivation {
  readonly id: string;
  readonly idNat: string;
  readonly way: ActivationWay;
  readonly recipient: Recipient;
  /** `sms` is missing with a card: its holder was recognised already. */
  readonly secrets: { readonly link: string; readonly typed: string; readonly sms?: string };
  readonly linkSeconds: number;
  /** The e-CPS to renew: its own phone asks, so that no link has to be opened. */
  readonly ecpsId?: string;
}

/** Writes an activation with its secrets hashed, and cancels the former one of the person that is under way. */
export async function beginActivation(ctx: Ctx, begun: NewActivation): Promise<void> {
  await transaction(ctx, async (tx) => {
    await lockPerson(tx, begun.idNat);
    await sql`update credentials.ecps_activations
      set state = 'cancelled', ended_at = clock_timestamp(), recipient_sealed = null
      where id_nat = ${begun.idNat} and state = any(${statesBefore(ACTIVATION, 'cancelled')})`.execute(tx.db);
    await insert(tx, begun);
  });
}

async function insert(ctx: Ctx, begun: NewActivation): Promise<void> {
  const { secret } = ctx.config;
  const { link, typed, sms } = begun.secrets;
  const opened = begun.ecpsId !== undefined;
  await sql`insert into credentials.ecps_activations (id, id_nat, way, ecps_id, state, opened_at, token_hash,
      recipient_sealed, link_hash, typed_hash, link_expires_at, sms_hash, sms_expires_at)
    values (${begun.id}, ${begun.idNat}, ${begun.way}, ${begun.ecpsId ?? null}, ${opened ? 'opened' : 'sent'},
      ${opened ? sql`clock_timestamp()` : null}, ${opened ? hashToken(link) : null},
      ${seal(secret, RECIPIENT_PURPOSE, JSON.stringify(begun.recipient))},
      ${hashToken(link)}, ${hashCode(secret, 'ecps-typed', typed)}, ${inSeconds(begun.linkSeconds)},
      ${sms ? hashCode(secret, smsScope(begun.id), sms) : null}, ${inSeconds(SMS_MINUTES * 60)})`.execute(
    ctx.db,
  );
}

const inSeconds = (seconds: number): RawBuilder<Date> =>
  sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})`;

/** What the SMS code of an activation is hashed for. */
export const smsScope = (activationId: string): string => `ecps-sms:${activationId}`;

const RECIPIENT_PURPOSE = 'ecps-recipient';

/** To whom the messages of an activation go; undefined once it has ended. */
export function readRecipient(ctx: Pick<Ctx, 'config'>, sealed: string | null): Recipient | undefined {
  const text = sealed === null ? undefined : unseal(ctx.config.secret, RECIPIENT_PURPOSE, sealed);
  return text === undefined ? undefined : (JSON.parse(text) as Recipient);
}

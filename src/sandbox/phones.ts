import { randomUUID } from 'node:crypto';
import type { JWK } from 'jose';
import { sql } from 'kysely';
import { cards, ecps } from '../modules/credentials/index.js';
import { startActivationByCard, startActivationFor } from '../modules/identity-provider/index.js';
import type { Ctx } from '../platform/context.js';
import { rows } from '../platform/db/connection.js';
import { statement } from '../platform/db/statement.js';
import { Refusal } from '../platform/errors.js';
import { settled } from '../platform/jobs.js';
import { isUuid } from '../platform/uuid.js';
import { createCard } from './cards.js';
import { messages } from './inbox.js';

export interface SandboxPhone {
  readonly id: string;
  readonly idNat: string;
  readonly code: string;
}

interface PhoneRow extends SandboxPhone {
  readonly ecpsId: string;
  readonly privateKey: JWK;
}

const unknownPhone = (): Refusal =>
  new Refusal({ code: 'sandbox.unknown-phone', status: 404, message: 'Ce téléphone n’existe pas.' });

async function phoneRow(ctx: Ctx, id: string): Promise<PhoneRow> {
  const [row] = isUuid(id) ? (await byId(ctx.db, { id })).rows : [];
  if (!row) throw unknownPhone();
  return row;
}

const byId = statement<{ id: string }, PhoneRow>(
  'sandbox_phone',
  (value) => sql`select id, id_nat as "idNat", code, ecps_id as "ecpsId", private_key as "privateKey"
    from sandbox.phones where id = ${value('id')}::uuid`,
);

/** A phone by its id, with the e-CPS that it holds. @throws Refusal when there is none */
export async function sandboxPhone(
  ctx: Ctx,
  id: string,
): Promise<SandboxPhone & { readonly ecpsId: string }> {
  const { idNat, code, ecpsId } = await phoneRow(ctx, id);
  return { id, idNat, code, ecpsId };
}

/** The phones of the sandbox whose e-CPS is still in service, newest first. */
export async function livePhones(ctx: Ctx, limit: number): Promise<SandboxPhone[]> {
  const held = await rows(
    ctx.db,
    sql<SandboxPhone & { ecpsId: string }>`select distinct on (id_nat) id, id_nat as "idNat", code,
        ecps_id as "ecpsId", created_at from sandbox.phones order by id_nat, created_at desc limit ${limit}`,
  );
  const means = await ecps.meansOf(
    ctx,
    held.map(({ idNat }) => idNat),
  );
  return held.flatMap(({ id, idNat, code, ecpsId }) =>
    means.get(idNat)?.id === ecpsId ? [{ id, idNat, code }] : [],
  );
}

/**
 * A phone with an activated e-CPS for a person. It goes through the public activation: it reads the mail and the
 * SMS in the inbox as the person would, so nothing here can do what a real phone could not.
 * @throws Refusal when the person is unknown, unpublished or has no usable contact
 */
export async function createPhone(ctx: Ctx, idNat: string, code = '2580'): Promise<SandboxPhone> {
  const since = (await messages(ctx.db, undefined, 1))[0]?.id ?? 0;
  // A test that has just registered somebody asks before the last hop: let the chain finish first.
  await settled(ctx.db);
  const { opened, smsCode } = await secretsOf(ctx, idNat, since);
  const key = await ecps.makeDeviceKey();
  const device = await ecps.completeActivation(ctx, {
    activationToken: opened.activationToken,
    smsCode,
    pin: code,
    publicKeyJwk: key.publicKeyJwk,
    deviceName: 'Téléphone virtuel',
    platform: 'android',
  });
  const id = randomUUID();
  await sql`insert into sandbox.phones (id, id_nat, code, ecps_id, device_token, private_key)
    values (${id}, ${idNat}, ${code}, ${device.ecpsId}, ${device.deviceToken},
      ${JSON.stringify(key.privateKeyJwk)}::jsonb)`.execute(ctx.db);
  return { id, idNat, code };
}

/** The dated rules that leave the card only; whoever has none yet is given one. */
const BY_CARD_ONLY = ['card-first', 'enrol-at-oni', 'adeli-by-card'].map((one) => `identity-provider.${one}`);

/** What the person would read: in the mail and the SMS, or on the screen after a sign-in with the card. */
async function secretsOf(ctx: Ctx, idNat: string, since: number) {
  try {
    const contacts = await startActivationFor(ctx, idNat);
    const opened = await ecps.openActivation(ctx, linkIn(await received(ctx, contacts.mail, since)));
    const sms = await received(ctx, contacts.mobile, since);
    return { opened, smsCode: /\b(\d{6})\b/.exec(sms)?.[1] ?? '' };
  } catch (error) {
    if (!(error instanceof Refusal) || !BY_CARD_ONLY.includes(error.code)) throw error;
    const held = (await cards.usableCards(ctx, [idNat])).get(idNat) ?? [];
    if (held.length === 0) await createCard(ctx, { idNat });
    const { link } = await startActivationByCard(ctx, idNat, 'CARD');
    return { opened: await ecps.openActivation(ctx, linkIn(link)), smsCode: '' };
  }
}

const linkIn = (text: string): string => /#a=([\w-]+)/.exec(text)?.[1] ?? '';

async function received(ctx: Ctx, to: string, after: number): Promise<string> {
  const message = (await messages(ctx.db, to, 5)).find((candidate) => candidate.id > after);
  if (!message)
    throw new Refusal({ code: 'sandbox.no-message', status: 409, message: 'Aucun message n’est arrivé.' });
  return message.text;
}

export interface PhoneRequest {
  readonly id: string;
  readonly service: string;
  readonly numbers: readonly number[];
  readonly expiresAt: string;
}

/** Sign-ins that wait for this phone. */
export async function phoneRequests(ctx: Ctx, phoneId: string): Promise<PhoneRequest[]> {
  const phone = await phoneRow(ctx, phoneId);
  return (await ecps.pendingRequests(ctx, phone.ecpsId)).map((request) => ({
    id: request.id,
    service: request.service,
    numbers: request.numbers,
    expiresAt: request.expiresAt.toISOString(),
  }));
}

export interface PhoneAnswer {
  readonly decision: 'approve' | 'refuse';
  readonly number?: number | undefined;
  readonly code?: string | undefined;
}

/** Answers one request as the person would; the right number and the right code where left out. */
export async function answerOnPhone(
  ctx: Ctx,
  phoneId: string,
  requestId: string,
  answer: PhoneAnswer,
): Promise<void> {
  const phone = await phoneRow(ctx, phoneId);
  const request = await ecps.requestWithNumber(ctx, phone.ecpsId, requestId);
  if (!request) {
    throw new Refusal({
      code: 'sandbox.unknown-request',
      status: 404,
      message: 'Aucune demande de ce numéro n’attend.',
    });
  }
  const jws = ecps.signAnswer(phone.privateKey, {
    requestId,
    nonce: request.nonce,
    clientId: request.clientId,
    number: answer.number ?? request.rightNumber,
    decision: answer.decision,
    origin: ctx.config.origin,
  });
  await ecps.answerRequest(ctx, {
    ecpsId: phone.ecpsId,
    requestId,
    answer: jws,
    pin: answer.code ?? phone.code,
  });
}

import { ecps } from '../../src/modules/credentials/index.js';
import { readConfig } from '../../src/platform/config.js';
import { type Ctx, newCorrelation } from '../../src/platform/context.js';
import { type Database, openDatabase } from '../../src/platform/db/connection.js';
import { Refusal } from '../../src/platform/errors.js';
import { createLog } from '../../src/platform/log.js';
import type { Mail } from '../../src/platform/mail.js';
import type { Sms } from '../../src/platform/sms.js';
import { testDatabase } from '../support/database.js';

export const ORIGIN = 'http://localhost:3000';
export const PERSON = {
  idNat: '899700000017',
  mail: 'camille.moreau@sante.example',
  mobile: '+33639980042',
  displayName: 'Camille Moreau',
  origin: ORIGIN,
};
export const PIN = '2580';

/** The module alone on a database of its own; messages are kept, and time can be moved. */
export interface World {
  readonly ctx: Ctx;
  readonly url: string;
  readonly database: Database;
  readonly mails: Mail[];
  readonly texts: Sms[];
  moveTo(instant: Date): void;
}

export async function world(env: Record<string, string> = {}): Promise<World> {
  const url = await testDatabase();
  const database = openDatabase(url, 24);
  const mails: Mail[] = [];
  const texts: Sms[] = [];
  let offset = 0;
  const ctx: Ctx = {
    db: database.db,
    clock: { now: () => new Date(Date.now() + offset) },
    actor: 'anonymous',
    correlation: newCorrelation(),
    config: readConfig({ ESCULAPE_ORIGIN: ORIGIN, ...env }),
    log: createLog('silent'),
    mail: { send: async (mail) => void mails.push(mail) },
    sms: { send: async (sms) => void texts.push(sms) },
    reactions: {},
  };
  return { ctx, url, database, mails, texts, moveTo: (instant) => (offset = instant.getTime() - Date.now()) };
}

/** The two secrets of the activation that was started last. */
export function lastSecrets({ mails, texts }: World): { link: string; typed: string; sms: string } {
  const text = mails.findLast((mail) => mail.text.includes('#a='))?.text ?? '';
  return {
    link: /#a=([\w-]+)/.exec(text)?.[1] ?? '',
    typed: /: ([0-9A-Z]{5} [0-9A-Z]{5})/.exec(text)?.[1] ?? '',
    sms: /\b(\d{6})\b/.exec(texts.at(-1)?.text ?? '')?.[1] ?? '',
  };
}

export interface Phone {
  readonly ecpsId: string;
  readonly deviceToken: string;
  readonly privateKeyJwk: Awaited<ReturnType<typeof ecps.makeDeviceKey>>['privateKeyJwk'];
}

/** A phone activated the way a person does it. */
export async function activatePhone(
  w: World,
  person: typeof PERSON = PERSON,
  platform: ecps.Platform = 'android',
): Promise<Phone> {
  await ecps.startActivation(w.ctx, person);
  const secrets = lastSecrets(w);
  const { activationToken } = await ecps.openActivation(w.ctx, secrets.link);
  const { publicKeyJwk, privateKeyJwk } = await ecps.makeDeviceKey();
  const device = await ecps.completeActivation(w.ctx, {
    activationToken,
    smsCode: secrets.sms,
    pin: PIN,
    publicKeyJwk,
    deviceName: `Téléphone ${platform}`,
    platform,
  });
  return { ecpsId: device.ecpsId, deviceToken: device.deviceToken, privateKeyJwk };
}

export const requestFor = (w: World, idNat: string = PERSON.idNat) =>
  ecps.requestApproval(w.ctx, {
    idNat,
    service: 'Dossier de démonstration',
    clientId: 'demo-1',
    place: 'Firefox sur Linux',
    origin: ORIGIN,
  });

/** The signed answer of a phone to a request; `change` alters what is signed. */
export async function signed(
  w: World,
  phone: Phone,
  requestId: string,
  change: Partial<ecps.Answer> = {},
): Promise<string> {
  const request = (await ecps.pendingRequests(w.ctx, phone.ecpsId)).find(({ id }) => id === requestId);
  return ecps.signAnswer(phone.privateKeyJwk, {
    requestId,
    nonce: request?.nonce ?? '',
    clientId: request?.clientId ?? '',
    decision: 'approve',
    origin: ORIGIN,
    ...change,
  });
}

/** The code of the refusal that a promise ends on; `undefined` when it succeeds. */
export async function refusalOf(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

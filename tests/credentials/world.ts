import { ecps } from '../../src/modules/credentials/index.js';
import { Refusal } from '../../src/platform/errors.js';
import { type TestContext, testContext } from '../support/context.js';

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
export type World = TestContext;

export const world = (): Promise<World> => testContext({ env: { ESCULAPE_ORIGIN: ORIGIN }, connections: 24 });

/** The two secrets of the activation that was started last. */
export function lastSecrets({ mails, texts }: Pick<World, 'mails' | 'texts'>): {
  link: string;
  typed: string;
  sms: string;
} {
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

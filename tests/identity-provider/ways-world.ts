import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { cards, ecps } from '../../src/modules/credentials/index.js';
import type { EntryPerson } from '../../src/modules/directory/index.js';
import { startActivationByCard } from '../../src/modules/identity-provider/index.js';
import { makeRpps } from '../../src/modules/nomenclatures/index.js';
import { Refusal } from '../../src/platform/errors.js';
import { personas } from './personas.js';
import { PIN, publish, type World, world } from './world.js';

export const template = (key: string): EntryPerson => personas[key] as EntryPerson;
export const numbered = (n: number) => `8${makeRpps(`99780001${n}`)}`;
export type Correspondence = NonNullable<EntryPerson['correspondence']>;
export const SENT = 'Deux messages sont en route';
/** Of mail and of text messages. */
const AWAY = /ne part(?:ent)? pas en ce moment/;

interface Contacts {
  readonly from?: string;
  readonly mail?: string;
  readonly mobile?: { e164: string; original: string; source: string };
  readonly act?: string;
  readonly version?: number;
}

/** For a test file: people of every kind, and the ways by which they come to an e-CPS. `then` runs before the tests. */
export function useWays(then: (w: World) => void) {
  let w: World;
  const TODAY = new Date();

  beforeAll(async () => {
    w = await world(['/portail-psc', '/e-cps']);
    then(w);
  });
  afterEach(() => w.app.clock.set(TODAY));
  afterAll(() => w.close());
  /** The same kind of person under another number, with contacts of that authority if given. */
  async function published(key: string, idNat: string, contacts: Contacts = {}): Promise<string> {
    const like = template(key);
    const { correspondence } = like;
    if (!correspondence) throw new Error(`${key} has no contacts`);
    const { mobile, mail, from = correspondence.provenance.authority, act } = contacts;
    const provenance = { ...correspondence.provenance, authority: from, ...(act && { act }) };
    await publish(w, {
      ...like,
      idNat,
      version: contacts.version ?? 1,
      correspondence: { ...correspondence, ...(mail && { mail }), ...(mobile && { mobile }), provenance },
    });
    return idNat;
  }

  /** What the public page answers to somebody who asks for the two secrets. */
  async function askByContacts(idNat: string): Promise<string> {
    const answer = await fetch(`${w.origin}/portail-psc/activation`, {
      method: 'POST',
      headers: { origin: w.origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ idNat }).toString(),
    });
    const page = await answer.text();
    const refused = AWAY.test(page) ? 503 : 422;
    expect(answer.status).toBe(page.includes(SENT) ? 200 : refused);
    return page.replaceAll('\u00a0', ' ');
  }

  const giveCard = (idNat: string, key: string, type?: cards.CardType, nominative?: boolean) => {
    const [exercise] = template(key).exercises;
    const holder = { idNat, givenName: 'Camille', familyName: 'EXEMPLE', title: 'Essai' };
    const profession = Number(exercise?.profession ?? Number.NaN);
    return cards.issueCard(w.ctx, {
      holder: {
        ...holder,
        profession: Number.isNaN(profession) ? undefined : profession,
        structure: undefined,
      },
      ...(type && { type }),
      ...(nominative !== undefined && { nominative }),
    });
  };

  async function complete(secret: string, smsCode = ''): Promise<ecps.ActivatedDevice> {
    const { activationToken } = await ecps.openActivation(w.ctx, secret);
    const { publicKeyJwk } = await ecps.makeDeviceKey();
    return ecps.completeActivation(w.ctx, {
      ...{ activationToken, smsCode, pin: PIN, publicKeyJwk },
      ...{ deviceName: 'Essai', platform: 'android' },
    });
  }
  const secretIn = (text: string) => /#a=([\w-]+)/.exec(text)?.[1] ?? '';
  const byMessages = (idNat: string) =>
    complete(secretIn(w.mails.at(-1)?.text ?? ''), /\b\d{6}\b/.exec(w.texts.at(-1)?.text ?? '')?.[0]).then(
      (device) => expect(device.idNat).toBe(idNat),
    );

  async function byCard(idNat: string): Promise<void> {
    const { link } = await startActivationByCard(w.ctx, idNat, 'CARD');
    expect((await complete(secretIn(link))).idNat).toBe(idNat);
    expect(await ecps.activeMeans(w.ctx, idNat)).toBe(true);
  }

  async function refusalOf(work: Promise<unknown>): Promise<string> {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof Refusal)) throw new Error('nothing was refused');
    return error.code;
  }

  const messages = () => w.mails.length + w.texts.length;
  return { published, complete, askByContacts, giveCard, byMessages, byCard, refusalOf, messages };
}

import { Agent, request } from 'node:https';
import { upsertStructures } from '../../../src/modules/structures/index.js';
import type { SandboxCard } from '../../../src/sandbox/cards.js';
import { createCertificate } from '../../../src/sandbox/certificates.js';
import { doctor, Story } from '../../../src/sandbox/kit/story.js';
import { personAsked } from '../../../src/sandbox/population/index.js';
import type { ServiceCall } from '../../../src/sandbox/sectoral/calls.js';
import { PATIENTS } from '../../../src/sandbox/sectoral/patients.js';
import type { ApiAnswer } from '../../api/client.js';
import { send } from '../../api/client.js';
import { signingRequest } from '../../identity-provider/tls-client.js';
import { startTestApp, type TestApp } from '../../support/app.js';

export const PATIENT = PATIENTS[0]?.number ?? '';
export const TRAITS = { name: 'Exemple', givenName: 'Andréa', birthDate: '1980-02-29' };
/** Bears the certificates; a hospital of it holds mailboxes. */
export const ENTITY = '1990000011';
export const OTHER_ENTITY = '1990000036';
export const HOSPITAL = 'F990000028';

/** What a program shows when it connects: a card, or a software certificate with its key (PEM). */
export type Shown = Pick<SandboxCard, 'pkcs12' | 'password'> | Software;
export interface Software {
  readonly key: string;
  readonly certificate: string;
  readonly serial: string;
}

export type Told = Pick<ApiAnswer, 'status' | 'body'>;

export interface Sending {
  readonly token?: string;
  readonly account?: string;
  readonly json?: unknown;
  readonly jws?: string;
  readonly method?: string;
}

/** The whole program and those who call its sectoral services. */
export class SectoralWorld {
  private constructor(
    readonly t: TestApp,
    readonly story: Story,
    readonly ca: string,
  ) {}

  static async open(): Promise<SectoralWorld> {
    const t = await startTestApp();
    const address = { postcode: '76000', commune: '76540', departement: '76' };
    await upsertStructures(t.app.ctx, [
      {
        id: 'F990000011',
        nationalId: ENTITY,
        finess: '990000011',
        name: 'ENTITE DE LA FICTION',
        kind: 'EJ',
        address,
      },
      {
        ...{
          id: HOSPITAL,
          nationalId: '1990000028',
          finess: '990000028',
          name: 'CH DE LA FICTION',
          kind: 'EG',
          address,
        },
        finessLegalEntity: '990000011',
      },
      {
        id: 'F990000036',
        nationalId: OTHER_ENTITY,
        finess: '990000036',
        name: 'AUTRE ENTITE',
        kind: 'EJ',
        address,
      },
    ]);
    const ca = await (await fetch(`${t.origin}/igc/chaine.pem`)).text();
    return new SectoralWorld(t, new Story(t.origin), ca);
  }

  /** Somebody registered by an ordre, published. Out: the identifier. */
  async doctor(authority = 'CNOM', record: unknown = doctor()): Promise<string> {
    const { idNat } = await this.story.register(authority, record);
    await this.t.settle();
    return idNat;
  }

  /** Somebody of a role of the register (TRE_R85), in a kind of activity (TRE_R22). */
  role(role: string, genre = 'GENR01'): Promise<string> {
    const record = doctor() as { exercises: { name: string; givenName: string }[] };
    const { name = '', givenName = '' } = record.exercises[0] ?? {};
    const activity = { key: 'a1', mode: 'S', genre, sector: 'SA01', role, structure: { id: HOSPITAL } };
    const exercise = { profession: '99', category: 'C', name, givenName, activities: [activity] };
    return this.doctor('ENREG', { ...record, exercises: [exercise] });
  }

  /** The employee of an establishment: no number of the RPPS. */
  employee(): Promise<string> {
    return this.#made('finess-staff');
  }

  /** Somebody known by a number of ADELI alone. */
  adeli(): Promise<string> {
    return this.#made('adeli');
  }

  async #made(demand: 'finess-staff' | 'adeli'): Promise<string> {
    const { idNat } = await personAsked(this.t.app.ctx, { kind: demand });
    await this.t.settle();
    return idNat;
  }

  async card(idNat: string, type?: string): Promise<SandboxCard> {
    const made = await send(`${this.t.origin}/sandbox/api/cards`, 'POST', { idNat, ...(type && { type }) });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
    return made.body;
  }

  /** A software certificate of the entity, from a signing request. */
  async certificate(usage: 'AUTH_CLI' | 'SIGN', commonName: string, structure = ENTITY): Promise<Software> {
    const { csr, key } = signingRequest(commonName);
    const asked = `-----BEGIN CERTIFICATE REQUEST-----\n${csr.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
    const order = { offer: 'ORG' as const, usage, commonName, structure, csr: asked };
    const { serial, certificate } = await createCertificate(this.t.app.ctx, order);
    return { key, serial, certificate };
  }

  /** A token of Pro Santé Connect, got with the phone of that person. */
  async token(idNat: string): Promise<string> {
    const { id } = await this.story.phone(idNat);
    return (await this.story.signIn(idNat, id)).tokens.access_token ?? '';
  }

  /** Calls a sectoral service: on the port of cards or certificates with what is shown, else on the plain one. */
  call(path: string, sending: Sending = {}, shown?: Shown, port?: 'card' | 'mtls'): Promise<Told> {
    const { cardOrigin, mtlsOrigin } = this.t.app.config;
    const isSoftware = shown !== undefined && 'key' in shown;
    const origin = port === 'mtls' || isSoftware ? mtlsOrigin : cardOrigin;
    const url = `${shown || port ? origin : this.t.origin}/sandbox/socle${path}`;
    return shown || port ? this.#tls(url, sending, shown) : plain(url, sending);
  }

  #tls(url: string, sending: Sending, shown: Shown | undefined): Promise<Told> {
    const identity = shown && identityOf(shown);
    const agent = new Agent({ ca: this.ca, ...identity, keepAlive: false, maxCachedSessions: 0 });
    const { method, headers, body } = requestOf(sending);
    return new Promise((resolve, reject) => {
      const sent = request(url, { agent, method, headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => resolve(told(answer.statusCode ?? 0, Buffer.concat(parts).toString('utf8'))));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** The last call that was traced. */
  async lastCall(): Promise<ServiceCall> {
    const { body } = await send(`${this.t.origin}/sandbox/api/service-calls`, 'GET');
    return body.calls[0];
  }

  async onDay(day: string, work: () => Promise<void>): Promise<void> {
    const { clock } = this.t.app;
    const now = clock.now();
    await clock.set(new Date(`${day}T12:00:00Z`));
    try {
      await work();
    } finally {
      await clock.set(now);
    }
  }
}

const identityOf = (shown: Shown) =>
  'key' in shown
    ? { key: shown.key, cert: shown.certificate }
    : { pfx: Buffer.from(shown.pkcs12, 'base64'), passphrase: shown.password };

async function plain(url: string, sending: Sending): Promise<Told> {
  const { method, headers, body } = requestOf(sending);
  const answer = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  return told(answer.status, await answer.text());
}

function requestOf({ token, account, json, jws, method }: Sending) {
  const body = jws ?? (json === undefined ? undefined : JSON.stringify(json));
  const headers: Record<string, string> = {
    accept: 'application/json',
    ...(token && { authorization: token.includes(' ') ? token : `Bearer ${token}` }),
    ...(account && { 'compte-agissant': account }),
    ...(body !== undefined && { 'content-type': jws ? 'application/jose' : 'application/json' }),
  };
  return { method: method ?? (body === undefined ? 'GET' : 'POST'), headers, body };
}

function told(status: number, text: string): Told {
  return { status, body: text === '' ? undefined : JSON.parse(text) };
}

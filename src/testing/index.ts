import type { Userinfo } from '../modules/identity-provider/index.js';
import type { ConformityReport } from '../sandbox/conformity/report.js';
import { HttpBrowser } from '../sandbox/kit/http-browser.js';
import { doctor, Story } from '../sandbox/kit/story.js';
import type { GivenScript, PlayedScript } from '../sandbox/phone-scripts/script.js';
import type { Demand } from '../sandbox/population/on-demand.js';
import type { TestPerson } from '../sandbox/test-person.js';
import { ControlApi } from './control-api.js';
import { Phone } from './phone.js';
import { type Program, type ProgramOptions, startProgram } from './start-program.js';

export { EsculapeError } from './control-api.js';
export { type Answer, Phone, type WaitingSignIn } from './phone.js';
export type { ProgramOptions } from './start-program.js';
export type { ConformityReport, Demand, GivenScript, PlayedScript, TestPerson, Userinfo };

/** A virtual card: its chip as a PKCS#12 file, and the letter with the codes. */
export interface Card {
  readonly number: string;
  readonly type: string;
  readonly pkcs12: Buffer;
  /** Opens the file; it is not the code of the card. */
  readonly password: string;
  readonly pin: string;
  readonly puk: string;
}

export interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What a service says to be registered; `options` as in the reference of services. */
export interface ClientRequest {
  readonly redirectUris: readonly string[];
  readonly name?: string;
  readonly postLogoutRedirectUris?: readonly string[];
  readonly acrPolicy?: 'strict' | 'tolerant';
  readonly requirePkce?: boolean;
  readonly options?: Readonly<Record<string, unknown>>;
}

export interface Message {
  readonly channel: 'mail' | 'sms';
  readonly to: string;
  readonly subject: string | null;
  readonly text: string;
  readonly at: string;
}

export interface PeopleQuery {
  readonly family?: TestPerson['family'];
  /** Code of a profession, e.g. `60` for a nurse. */
  readonly profession?: string;
  readonly limit?: number;
}

/** A sandbox that a test drives. */
export class Esculape {
  readonly #api: ControlApi;
  readonly #story: Story;

  constructor(
    readonly origin: string,
    private readonly program?: Program,
    key?: string,
  ) {
    this.#api = new ControlApi(origin, key);
    this.#story = new Story(origin);
  }

  /** Where a relying party is to discover Pro Santé Connect. */
  get issuer(): string {
    return `${this.origin}/auth/realms/esante-wallet`;
  }

  /** Registers a service. */
  client(request: ClientRequest): Promise<Client> {
    return this.#api.post('/clients', request);
  }

  /** Published people, the same at each start. */
  people(query: PeopleQuery = {}): Promise<TestPerson[]> {
    const asked = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) asked.set(name, String(value));
    return this.#api.get(`/people?${asked}`);
  }

  /** The first of those people. @throws when nobody fits */
  async person(query: PeopleQuery = {}): Promise<TestPerson> {
    const [first] = await this.people({ ...query, limit: 1 });
    if (!first) throw new Error(`nobody in this sandbox is ${JSON.stringify(query)}`);
    return first;
  }

  /**
   * Somebody new, whom an authority registers: a doctor unless a whole record is given (`api/openapi.json`). Known to
   * Pro Santé Connect within a second, when `phone` or a sign-in answers. Out: the national identifier.
   */
  async register(record: Record<string, unknown> = doctor(), authority = 'CNOM'): Promise<string> {
    return (await this.#story.register(authority, record)).idNat;
  }

  /**
   * Somebody new of a kind, for every identifier of Pro Santé Connect; ready to get a phone or a card. `userinfo`, with
   * `edit` alone: what the person is to tell, in the national format.
   */
  async somebody(kind: Demand, userinfo?: Readonly<Record<string, unknown>>): Promise<string> {
    return (await this.#api.post<{ idNat: string }>('/people', { kind, userinfo })).idNat;
  }

  /** A phone with an e-CPS, activated for that person as by the person. */
  async phone(idNat: string): Promise<Phone> {
    const { id, code } = await this.#api.post<{ id: string; code: string }>('/phones', { idNat });
    return new Phone(this.#api, id, idNat, code);
  }

  /** A virtual card for that person. */
  async card(idNat: string, type?: string): Promise<Card> {
    const card = await this.#api.post<Omit<Card, 'pkcs12'> & { pkcs12: string }>('/cards', {
      idNat,
      ...(type && { type }),
    });
    return { ...card, pkcs12: Buffer.from(card.pkcs12, 'base64') };
  }

  /**
   * Goes through the pages of a sign-in without a browser. In: the address to which a relying party sends people, who
   * signs in, with which phone. Out: the address at which the relying party gets them back, its code in it.
   */
  async signIn(authorizationUrl: string, idNat: string, phone: Phone): Promise<URL> {
    const browser = new HttpBrowser();
    const back = new URL(authorizationUrl).searchParams.get('redirect_uri') ?? '';
    const isBack = (url: string) => url.startsWith(back);
    await browser.go(authorizationUrl, isBack);
    if (!isBack(browser.url)) {
      await browser.submit({ idNat }, '');
      if (!browser.url.endsWith('/attente'))
        throw new Error(`no sign-in was asked of the phone: ${browser.body}`);
      await phone.approve();
      await browser.go(browser.url, isBack);
    }
    if (!isBack(browser.url)) throw new Error(`the sign-in ended at ${browser.url}`);
    return new URL(browser.url);
  }

  /**
   * Plays the checks of Pro Santé Connect against a registered service: as a browser, and as a provider of identities
   * that misbehaves towards it. In: its page with the button. Out: what was found, check by check.
   */
  conformity(url: string, idNat?: string): Promise<ConformityReport> {
    return this.#api.post('/conformity', { url, ...(idNat !== undefined && { idNat }) });
  }

  /** The simulated time. */
  async now(): Promise<Date> {
    return new Date((await this.#api.get<{ now: string }>('/clock')).now);
  }

  /** Sets the simulated time; what falls due meanwhile is done when it returns. */
  async setNow(now: Date): Promise<void> {
    await this.#api.put('/clock', { now: now.toISOString() });
  }

  /** Advances the simulated time by an ISO 8601 duration, e.g. `PT24H`. */
  async advance(duration: string): Promise<void> {
    await this.#api.post('/clock', { advance: duration });
  }

  /** Mail and SMS that the sandbox caught, newest first. */
  messages(to?: string): Promise<Message[]> {
    return this.#api.get(`/messages${to === undefined ? '' : `?to=${encodeURIComponent(to)}`}`);
  }

  /** Ends the program, when this test started it, and removes its data. */
  async stop(): Promise<void> {
    await this.program?.stop();
  }
}

/**
 * Starts a whole sandbox for a test: registers, directory, Pro Santé Connect, phones and cards, on free ports and in a
 * temporary folder. Ready in a few seconds.
 */
export async function startEsculape(options: ProgramOptions = {}): Promise<Esculape> {
  const program = await startProgram(options);
  return new Esculape(program.origin, program);
}

/** The same on a sandbox that runs already; `key` is its SANDBOX_API_KEY when it is on another machine. */
export const connectToEsculape = (origin: string, key?: string): Esculape =>
  new Esculape(origin, undefined, key);

import { fork } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { attachEmbedded } from '../../platform/db/embedded.js';
import { randomToken } from '../../platform/secrets.js';
import { HttpBrowser } from '../../sandbox/kit/http-browser.js';
import { connectToEsculape, type Esculape, type Phone } from '../../testing/index.js';
import { print } from '../command.js';
import { measureCards } from './card-door.js';
import { benchFolder, startChild } from './child.js';
import { percentile } from './measure.js';
import {
  approveOn,
  authorizeUrl,
  BACK,
  call,
  esculape,
  type Provider,
  post,
  visit,
} from './provider-calls.js';

const WORKERS = 16;
/** Nobody is asked more than thirty times in five minutes: whole sign-ins go round more people than there are workers. */
const PEOPLE = 100;
/** Longest measure of whole sign-ins, in seconds, for the same reason. */
const LONGEST = 8;
const ROUNDS = 6;
/**
 * Calls of each before the clock starts, the same for both: a statement is planned five times by each of twelve connections
 * before its plan is kept, and what a call runs is compiled as it comes round.
 */
const WARM_UP = 400;
/** Of whole sign-ins, fewer: they count for each person. */
const WARM_UP_WHOLE = 160;
const CIBA = 'urn:openid:params:grant-type:ciba';

/**
 * Pro Santé Connect and its peer, the same engine alone on a plain PostgreSQL adapter, in the same run, one after the
 * other; then whole sign-ins by phone, with a page and without, and cards at their own door. What is alike: the server of
 * the database and its durability (a write waits for the disk), the twelve connections, RS256 by a key of 2048 bits, the
 * rotation of refresh tokens, the kept connections of sixteen callers. What is not, to our cost: the peer knows its one
 * client without looking, its person without claims, and its access token for userinfo is opaque, ours signed.
 * @param seconds of each measure: three of each of the two, cut in halves that take turns
 */
export async function benchSignIn(seconds: number): Promise<void> {
  const folder = benchFolder();
  try {
    const program = await startChild(folder.path, {
      SANDBOX_PEOPLE: String(PEOPLE * 2),
      // Each browser has an address of its own, named by the proxy that the bench is.
      TRUSTED_PROXIES: '127.0.0.1,::1',
    });
    const url = (await attachEmbedded(folder.path))?.url ?? '';
    const peer = await startPeer(url);
    try {
      print(`Charge de la machine au départ     ${loadavg()[0]?.toFixed(2)}`);
      await measure(program.origin, peer, seconds);
      await measureCards(program, seconds);
      print(`Mémoire après la charge            ${program.memory().toFixed(0)} Mo   (visé : 300 Mo)`);
    } finally {
      peer.stop();
      await program.stop();
    }
  } finally {
    folder.remove();
  }
}

async function startPeer(databaseUrl: string): Promise<{ origin: string; secret: string; stop(): void }> {
  const secret = randomToken();
  const path = fileURLToPath(new URL('./peer-provider.js', import.meta.url));
  const child = fork(path, { env: { ...process.env, DATABASE_URL: databaseUrl, CLIENT_SECRET: secret } });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (told) => resolve(Number(told)));
    child.once('exit', (code) => reject(new Error(`Le pair s’est arrêté (code ${code}).`)));
  });
  return { origin: `http://127.0.0.1:${port}`, secret, stop: () => child.kill() };
}

async function measure(
  origin: string,
  peer: { origin: string; secret: string },
  seconds: number,
): Promise<void> {
  const psc = connectToEsculape(origin);
  const client = await psc.client({ redirectUris: [BACK], options: { ciba: { delivery: 'poll' } } });
  const people = await psc.people({ limit: PEOPLE });
  const phones: Phone[] = [];
  for (const { idNat } of people) phones.push(await psc.phone(idNat));
  const B = `${psc.issuer}/protocol/openid-connect`;
  const ours = esculape(psc.issuer, client);
  const other: Provider = {
    ...{
      name: 'pair',
      client: { clientId: 'bench', clientSecret: peer.secret },
      scope: 'openid profile',
      cookies: [],
    },
    ...{ auth: `${peer.origin}/auth`, token: `${peer.origin}/token`, userinfo: `${peer.origin}/me` },
    introspect: `${peer.origin}/token/introspection`,
    resource: 'https://bench.example/api',
  };
  await openSessions(ours, (browser, worker) => signInByPage(psc, ours, browser, phones[worker] as Phone));
  await openSessions(other, async (browser) => {
    await browser.go(authorizeUrl(other), (at) => at.startsWith(BACK));
  });
  for (const [label, work] of Object.entries(PROTOCOL)) await compare(label, work, ours, other, seconds);
  let addresses = 0;
  // Each worker goes round phones of its own.
  const turns = Array.from({ length: WORKERS }, () => 0);
  const mine = Math.floor(phones.length / WORKERS);
  const next = (worker: number): Phone => {
    const turn = turns[worker] ?? 0;
    turns[worker] = turn + 1;
    return phones[worker * mine + (turn % mine)] as Phone;
  };
  await whole('connexions e-CPS, de la page à userinfo', 80, seconds, async (worker) => {
    const browser = new BrowserElsewhere(addresses++);
    const phone = next(worker);
    await signInByPage(psc, ours, browser, phone);
    const code = new URL(browser.url).searchParams.get('code') ?? '';
    const tokens = await post(ours, ours.token, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: BACK,
    });
    await call(ours.userinfo, { headers: { authorization: `Bearer ${tokens.access_token}` } });
  });
  await whole('CIBA, de la demande aux jetons', 150, seconds, (worker) => byCiba(psc, ours, B, next(worker)));
}

/** A browser at an address of its own: six hundred sign-ins in five minutes are enough for one. */
class BrowserElsewhere extends HttpBrowser {
  constructor(private readonly rank: number) {
    super();
  }

  protected override fetch(url: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set(
      'x-forwarded-for',
      `10.${(this.rank >> 16) & 255}.${(this.rank >> 8) & 255}.${this.rank & 255}`,
    );
    return visit(url, { ...init, headers });
  }
}

async function openSessions(
  provider: Provider,
  enter: (browser: HttpBrowser, worker: number) => Promise<void>,
): Promise<void> {
  for (let worker = 0; worker < WORKERS; worker += 1) {
    const browser = new HttpBrowser();
    await enter(browser, worker);
    provider.cookies.push(browser.cookieFor(provider.auth));
  }
}

async function signInByPage(
  psc: Esculape,
  ours: Provider,
  browser: HttpBrowser,
  phone: Phone,
): Promise<void> {
  const isBack = (at: string) => at.startsWith(BACK);
  await browser.go(authorizeUrl(ours), isBack);
  await browser.submit({ idNat: phone.idNat }, '');
  await approveOn(`${psc.origin}/sandbox/api`, phone.id);
  await browser.go(browser.url, isBack);
  if (!isBack(browser.url)) throw new Error(`la connexion s’est arrêtée à ${psc.origin}`);
}

type Work = (provider: Provider, worker: number, kept: Record<string, string>) => Promise<void>;

/** What a service does all day, once a person has a session. */
const PROTOCOL: Readonly<Record<string, Work>> = {
  'flux par code, session ouverte': async (provider, worker) => {
    await codeFlow(provider, worker);
  },
  rafraîchissement: async (provider, worker, kept) => {
    kept.refresh_token ??= (await codeFlow(provider, worker)).refresh_token ?? '';
    const next = await post(provider, provider.token, {
      ...{ grant_type: 'refresh_token', refresh_token: kept.refresh_token },
    });
    kept.refresh_token = next.refresh_token ?? '';
  },
  introspection: async (provider, worker, kept) => {
    await freshToken(provider, worker, kept);
    await post(provider, provider.introspect, { token: kept.access_token ?? '' });
  },
  userinfo: async (provider, worker, kept) => {
    await freshToken(provider, worker, kept);
    await call(provider.userinfo, { headers: { authorization: `Bearer ${kept.access_token}` } });
  },
};

async function freshToken(provider: Provider, worker: number, kept: Record<string, string>): Promise<void> {
  if (Number(kept.until ?? 0) > Date.now()) return;
  kept.access_token = (await codeFlow(provider, worker, false)).access_token ?? '';
  kept.until = String(Date.now() + 60_000);
}

/** `structured`: the peer gives a signed access token only for a resource, and no userinfo for such a token. */
async function codeFlow(
  provider: Provider,
  worker: number,
  structured = true,
): Promise<Record<string, string>> {
  const resource =
    structured && provider.resource ? `&resource=${encodeURIComponent(provider.resource)}` : '';
  const { location } = await call(authorizeUrl(provider) + resource, {
    headers: { cookie: provider.cookies[worker] ?? '' },
    expect: 303,
  });
  const code = new URL(location).searchParams.get('code') ?? '';
  return post(provider, provider.token, { grant_type: 'authorization_code', code, redirect_uri: BACK });
}

async function byCiba(psc: Esculape, ours: Provider, B: string, phone: Phone): Promise<void> {
  const asked = await post(ours, `${B}/ext/ciba/auth`, {
    ...{ scope: 'openid scope_all', login_hint: phone.idNat, binding_message: '42', acr_values: 'eidas1' },
  });
  await approveOn(`${psc.origin}/sandbox/api`, phone.id);
  await post(ours, ours.token, { grant_type: CIBA, auth_req_id: asked.auth_req_id ?? '' });
}

async function compare(
  label: string,
  work: Work,
  ours: Provider,
  other: Provider,
  seconds: number,
): Promise<void> {
  const results = new Map<Provider, { rates: number[]; times: number[] }>([
    [ours, { rates: [], times: [] }],
    [other, { rates: [], times: [] }],
  ]);
  for (const provider of results.keys()) await warmUp(WARM_UP, (worker) => work(provider, worker, {}));
  // One after the other and often: a neighbour on the machine disturbs both alike.
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [provider, result] of results) {
      const kept = Array.from({ length: WORKERS }, () => ({}));
      const { rate, times } = await load(seconds / 2, (worker) => work(provider, worker, kept[worker] ?? {}));
      result.rates.push(rate);
      result.times.push(...times);
    }
  const [a, b] = [...results.values()].map(({ rates, times }) => ({
    rate: percentile(rates, 0.5),
    p99: percentile(times, 0.99),
  }));
  if (!a || !b) return;
  const ratio = `${(a.rate / b.rate).toFixed(2)} fois le pair (visé : 0,9)  p99 ${(a.p99 / b.p99).toFixed(2)} fois (visé : 1,5)`;
  print(`${label.padEnd(34)} ${a.rate.toFixed(0)}/s contre ${b.rate.toFixed(0)}/s   ${ratio}`);
}

async function whole(
  label: string,
  aim: number,
  seconds: number,
  work: (worker: number) => Promise<void>,
): Promise<void> {
  await warmUp(WARM_UP_WHOLE, work);
  const { rate, times } = await load(Math.min(seconds * 2, LONGEST), work);
  const tail = `p50 ${percentile(times, 0.5).toFixed(0)} ms  p99 ${percentile(times, 0.99).toFixed(0)} ms`;
  print(`${label.padEnd(41)} ${rate.toFixed(0)}/s   (visé : ${aim}/s)   ${tail}`);
}

async function warmUp(calls: number, work: (worker: number) => Promise<void>): Promise<void> {
  const each = async (_: unknown, worker: number) => {
    for (let done = 0; done < calls / WORKERS; done += 1) await work(worker);
  };
  await Promise.all(Array.from({ length: WORKERS }, each));
}

/** As many workers as there are people, each beginning again as soon as it has ended. */
async function load(seconds: number, work: (worker: number) => Promise<void>) {
  const end = performance.now() + seconds * 1000;
  const times: number[] = [];
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: WORKERS }, async (_, worker) => {
      while (performance.now() < end) {
        const start = performance.now();
        await work(worker);
        times.push(performance.now() - start);
      }
    }),
  );
  return { rate: (times.length * 1000) / (performance.now() - begun), times };
}

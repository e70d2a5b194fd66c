import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { misbehaveOnce } from '../../src/modules/identity-provider/index.js';
import { CHECKS, type CheckId } from '../../src/sandbox/conformity/checks.js';
import { judgeConformity } from '../../src/sandbox/conformity/index.js';
import { demoOrigins } from '../../src/sandbox/demo-services/index.js';
import { doctor, Story } from '../../src/sandbox/kit/story.js';
import { connectToEsculape, type Esculape } from '../../src/testing/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { type Carelessness, FaultyService } from './faulty-service.js';

// A run of the bot is some thirty sign-ins.
vi.setConfig({ testTimeout: 90_000 });

let running: TestApp;
let psc: Esculape;
let faulty: FaultyService;

beforeAll(async () => {
  running = await startTestApp();
  const story = new Story(running.origin);
  psc = connectToEsculape(running.origin);
  await story.register('CNOM', doctor());
  await running.settle();
  faulty = await FaultyService.open(psc.issuer);
  faulty.client = await psc.client({
    redirectUris: [`${faulty.origin}/retour`],
    options: { backchannelLogoutUri: `${faulty.origin}/arriere-plan` },
  });
});
// One person signs in more often here than a person may in five minutes.
beforeEach(() => sql`delete from platform.rate_limits`.execute(running.app.database.db));
afterAll(async () => {
  faulty?.close();
  await running?.stop();
});

/** What a service by hand leaves to be advised: no page of terms, no look at `iss` nor at the signature, in TLS. */
const ADVICE: CheckId[] = ['terms', 'wrong-iss', 'foreign-key'];

async function faultsOf(...careless: Carelessness[]): Promise<CheckId[]> {
  faulty.careless = new Set(careless);
  const { results } = await judgeConformity(running.app.ctx, { url: faulty.origin });
  const found = results.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);
  return found.filter((id) => !ADVICE.includes(id));
}

describe('the conformity bot', () => {
  it('finds nothing to hold against the demo service, and tells of each check what it saw', async () => {
    const report = await psc.conformity(demoOrigins(running.app)[0] ?? '');
    const failed = report.results.filter(({ outcome }) => outcome === 'failed');
    expect(failed.map(({ id, level }) => [id, level])).toEqual([
      ['terms', 'advised'],
      ['foreign-key', 'advised'],
    ]);
    expect(report).toMatchObject({ conformant: true, service: { clientId: 'demo-dossier-de-soins' } });
    expect(report.results.map(({ id }) => id)).toEqual(Object.keys(CHECKS));
    expect(report.results.filter(({ evidence }) => evidence.length < 10)).toEqual([]);
    expect(report.counts).toEqual({ passed: 27, failed: 2, 'not-applicable': 3 });
  });

  it('finds nothing to hold against a service by hand that checks all, back-channel logout included', async () => {
    expect(await faultsOf()).toEqual([]);
    const { results } = await judgeConformity(running.app.ctx, { url: `${faulty.origin}/connexion` });
    const outcome = (id: CheckId) => results.find((one) => one.id === id)?.outcome;
    expect([outcome('session-end'), outcome('forged-logout')]).toEqual(['passed', 'passed']);
    // The address leads to Pro Santé Connect by itself: there is no button to judge.
    expect(outcome('button')).toBe('not-applicable');
  });

  const MISTAKES: Readonly<Record<Carelessness, readonly CheckId[]>> = {
    state: ['wrong-state'],
    nonce: ['wrong-nonce'],
    pkce: ['pkce'],
    issuer: ['wrong-issuer'],
    audience: ['wrong-audience'],
    expiry: ['expired'],
    algorithm: ['unsigned'],
    'id-token': [
      ...(['wrong-issuer', 'wrong-audience', 'expired', 'unsigned'] as const),
      ...(['wrong-nonce', 'no-id-token', 'other-person'] as const),
    ],
    subject: ['other-person'],
    code: ['code-replay', 'code-injection'],
    acr: ['acr'],
    'fixed-state': ['state'],
    'same-session': ['session-renewed'],
    'open-cookie': ['cookies'],
    'token-in-url': ['no-token-in-urls'],
    'local-logout': ['logout'],
    deaf: ['session-end'],
    credulous: ['forged-logout'],
    // It crashes wherever it refuses: on an order that is badly signed as well.
    'crash-on-refusal': ['refusal', 'forged-logout'],
    'no-button-name': ['button'],
  };
  it.each(Object.keys(MISTAKES) as Carelessness[])(
    'names the mistake of a service that forgets: %s',
    async (careless) => {
      expect(await faultsOf(careless)).toEqual(MISTAKES[careless]);
    },
  );

  it('only goes where a registered service is, once at a time, and misleads nobody in production', async () => {
    await expect(psc.conformity('http://127.0.0.1:1/')).rejects.toMatchObject({ status: 422 });
    await expect(psc.conformity('file:///etc/passwd')).rejects.toMatchObject({ status: 422 });
    faulty.careless = new Set();
    const twice = await Promise.allSettled([psc.conformity(faulty.origin), psc.conformity(faulty.origin)]);
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { ctx } = running.app;
    const production = { ...ctx, config: { ...ctx.config, profile: 'production' as const } };
    expect(() => misbehaveOnce(production, faulty.client.clientId, 'unsigned')).toThrow('bac à sable');
  });

  it('says that a service cannot be judged, when it is away or leads nowhere', async () => {
    const away = 'http://localhost:1';
    await psc.client({ redirectUris: [`${away}/retour`] });
    const report = await psc.conformity(away);
    expect(report).toMatchObject({ conformant: false, service: null });
    expect(report.results.find(({ id }) => id === 'button')).toMatchObject({
      outcome: 'failed',
      evidence: expect.stringContaining('ne répond pas'),
      remedy: expect.any(String),
    });
  });
});

import { sql } from 'kysely';
import { afterAll, beforeAll } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { registerMember } from '../../src/modules/authorities/index.js';
import { receive } from '../../src/modules/registry/index.js';
import type { Hop } from '../../src/modules/tracking/index.js';
import { as } from '../../src/platform/context.js';
import { one } from '../../src/platform/db/connection.js';
import { doctor } from '../registry/people.js';
import { startTestApp, type TestApp } from '../support/app.js';

/** Those of the matrix of the screens, and those that no tool but the public one is for. */
export const VISITORS: readonly string[] = [
  'ps',
  'cpam',
  'support',
  'other-ps',
  'anonymous',
  'manager',
  'integrator',
  'operator',
  'agent',
];

export interface Asked {
  readonly form?: Record<string, string>;
  readonly accept?: string;
}

/** What a browser accepts. */
export const html: Asked = { accept: 'text/html' };

interface Registered {
  readonly memberId: string;
  readonly idNat: string;
}

export interface Visitors {
  readonly t: TestApp;
  /** The professional of the matrix, ÉPREUVE-EB, lea41@ordre.example. */
  readonly med: Registered;
  /** Another one, ÉPREUVE-EC, lea42@ordre.example. */
  readonly other: Registered;
  readonly tokens: ReadonlyMap<string, string>;
  ask(visitor: string, path: string, asked?: Asked): Promise<Response>;
  page(visitor: string, path: string, asked?: Asked): Promise<string>;
  /** Opens the tool of a step on `med`. */
  openTool(hop: Hop, visitor: string): Promise<Response>;
  /** How many refusals the journal holds. */
  refusals(): Promise<number>;
}

/** For a test file: the whole program, two professionals, and a session for each visitor. */
export function useVisitors(): Visitors {
  const tokens = new Map<string, string>();
  const v = { tokens } as unknown as { -readonly [name in keyof Visitors]: Visitors[name] };
  v.ask = (visitor, path, { form, accept = 'application/json, text/html;q=0.1' } = {}) => {
    const token = tokens.get(visitor);
    return fetch(`${v.t.origin}${path}`, {
      redirect: 'manual',
      headers: { accept, ...(token && { authorization: `Bearer ${token}` }) },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
  };
  v.page = async (visitor, path, asked = html) => (await v.ask(visitor, path, asked)).text();
  v.openTool = (hop, visitor) => tools(v)[hop](visitor);
  v.refusals = async () =>
    (
      await one(
        v.t.app.ctx.db,
        sql<{ n: number }>`select count(*)::int n from platform.journal where outcome = 'refused'`,
      )
    )?.n ?? 0;
  beforeAll(async () => {
    v.t = await startTestApp();
    v.med = await register(v.t, 41);
    v.other = await register(v.t, 42);
    await v.t.settle();
    await signEverybodyIn(v, tokens);
  });
  afterAll(() => v.t.stop());
  return v;
}

async function register(t: TestApp, n: number): Promise<Registered> {
  const contacts = {
    mail: `lea${n}@ordre.example`,
    mobile: { e164: `+336399800${n}`, original: `06 39 98 00 ${n}`, source: 'CNOM' },
  };
  const agent = as(t.app.ctx, 'agent:essai');
  const { memberId } = await registerMember(agent, doctor(n, { correspondence: contacts }));
  const [outcome] = await receive(t.app.ctx, [memberId]);
  if (outcome?.status !== 'received') throw new Error(`not received: ${JSON.stringify(outcome)}`);
  return { memberId, idNat: outcome.idNat };
}

async function signEverybodyIn({ t, med, other }: Visitors, tokens: Map<string, string>): Promise<void> {
  const who = {
    ps: { idNat: med.idNat },
    'other-ps': { idNat: other.idNat },
    cpam: { role: 'cpam' },
    support: { role: 'support' },
    operator: { role: 'operator' },
    integrator: { role: 'integrator' },
    manager: { role: 'manager', scope: 'F990000002' },
    agent: { role: 'agent', scope: 'CNOM' },
  };
  for (const [name, signIn] of Object.entries(who))
    tokens.set(name, (await openSession(t.app.ctx, signIn)).token);
}

const tools = ({ ask, med }: Visitors): Readonly<Record<Hop, (visitor: string) => Promise<Response>>> => ({
  ORDRE: (visitor) => ask(visitor, '/ordres/cnom/coordonnees', html),
  RPPS: (visitor) => ask(visitor, `/rpps/personnes/${med.idNat}`, html),
  RASS: (visitor) =>
    visitor === 'support'
      ? ask(visitor, '/annuaire/compte', { ...html, form: { idNat: med.idNat, motif: 'appel' } })
      : ask(visitor, `/annuaire/compte?idNat=${med.idNat}`, html),
  PSC: (visitor) => ask(visitor, '/portail-psc', { ...html, form: { idNat: med.idNat } }),
});

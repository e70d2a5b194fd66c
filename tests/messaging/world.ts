import { registerOperator } from '../../src/modules/messaging/index.js';
import { upsertStructures } from '../../src/modules/structures/index.js';
import { doctor, type Registered, Story } from '../../src/sandbox/kit/story.js';
import { type ApiAnswer, send } from '../api/client.js';
import { startTestApp, type TestApp } from '../support/app.js';

/** A hospital and a legal entity's worth of nothing else: where organisational mailboxes hang. */
export const HOSPITAL = 'F990000028';

/** The program of one operator. */
export type Operator = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<ApiAnswer>;

export interface MailWorld extends TestApp {
  readonly story: Story;
  /** Of `alpha.mssante.example`, and of what is below. */
  readonly alpha: Operator;
  /** Of `beta.mssante.example` and of `chu.alpha.mssante.example`. */
  readonly beta: Operator;
}

/** The whole program with a hospital and two operators of mailboxes. `at`: the instant of its clock. */
export async function openMailWorld(at?: string): Promise<MailWorld> {
  const test = await startTestApp();
  if (at) await test.app.clock.set(new Date(at));
  const { ctx } = test.app;
  await upsertStructures(ctx, [
    {
      ...{ id: HOSPITAL, nationalId: '1990000028', finess: '990000028', name: 'CH DE LA FICTION' },
      address: {
        streetNumber: '1',
        streetType: 'AV',
        street: 'DES TESTS',
        postcode: '76000',
        commune: '76540',
      },
    },
  ]);
  const domains = {
    alpha: ['alpha.mssante.example'],
    beta: ['beta.mssante.example', 'chu.alpha.mssante.example'],
  };
  for (const [code, held] of Object.entries(domains))
    await registerOperator(ctx, {
      code,
      name: `Opérateur ${code}`,
      contact: `aide@${code}.example`,
      domains: held,
    });
  const story = new Story(test.origin);
  return { ...test, story, alpha: await operator(story, 'alpha'), beta: await operator(story, 'beta') };
}

export async function operator(story: Story, code: string): Promise<Operator> {
  const bearer = await story.bearer('mail-operator', code);
  return (method, path, body, headers = {}) =>
    send(`${story.origin}/api/mssante${path}`, method, body, {
      authorization: `Bearer ${bearer}`,
      ...headers,
    });
}

/** Somebody registered by his employer under a role (TRE_R85). */
export function withRole(story: Story, role: string): Promise<Registered> {
  const record = doctor() as { exercises: Record<string, unknown>[] };
  const [{ name, givenName }] = record.exercises as [{ name: string; givenName: string }];
  const activity = {
    key: 'a1',
    mode: 'S',
    genre: 'GENR01',
    sector: 'SA01',
    role,
    structure: { id: HOSPITAL },
  };
  return story.register('ENREG', {
    ...record,
    exercises: [{ profession: '99', category: 'C', name, givenName, activities: [activity] }],
  });
}

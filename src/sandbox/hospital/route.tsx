import { type Context, Hono } from 'hono';
import type { App } from '../../platform/app.js';
import type { Ctx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { type Env, formFields } from '../../platform/http/request.js';
import { contentSecurityPolicy } from '../../platform/http/security.js';
import { ownNameOnly } from '../api/guard.js';
import { testPeople } from '../people.js';
import { HOSPITAL, hospitalSecret } from './index.js';
import { StaffPage } from './page.js';
import { HospitalProvider, type StaffMember, WAYS, type Way } from './provider.js';

const STAFF = 8;

/** What Pro Santé Connect asks for, as it travels through the page. */
const ASKED = ['redirect_uri', 'state', 'nonce', 'code_challenge'] as const;

/** The stand-in hospital: a provider of identities that anybody can look at and play. */
export function hospitalPages(app: App): Hono<Env> {
  const issuer = app.config.origin + HOSPITAL.path;
  const hospital = new HospitalProvider(issuer, hospitalSecret(app));
  const ours = `${app.config.origin}/auth/delegation/${HOSPITAL.code}/retour`;
  const asked = (given: Readonly<Record<string, string>>) => {
    if (given.redirect_uri !== ours)
      throw new Refusal({
        code: 'sandbox.foreign-return',
        status: 400,
        message: 'Adresse de retour inconnue.',
      });
    return Object.fromEntries(ASKED.map((name) => [name, given[name] ?? '']));
  };
  return new Hono<Env>()
    .use(ownNameOnly(app.config))
    .get('/.well-known/openid-configuration', (c) => c.json(hospital.metadata()))
    .get('/cles', async (c) => c.json(await hospital.keys()))
    .get('/connexion', async (c) => {
      const request = asked(c.req.query());
      return c.html(<StaffPage request={request} staff={await staffOf(c.get('ctx'))} />);
    })
    .post('/connexion', async (c) => signIn(c, hospital, asked))
    .post('/jeton', async (c) => {
      const tokens = await hospital.redeem(await formFields(c), c.req.header('authorization') ?? '');
      return tokens ? c.json(tokens) : c.json({ error: 'invalid_grant' }, 400);
    });
}

async function signIn(
  c: Context<Env>,
  hospital: HospitalProvider,
  asked: (given: Readonly<Record<string, string>>) => Record<string, string>,
): Promise<Response> {
  const fields = await formFields(c);
  const { redirect_uri = '', state = '', nonce = '', code_challenge = '' } = asked(fields);
  const back = new URL(redirect_uri);
  const member = (await staffOf(c.get('ctx'))).find(({ login }) => login === fields.agent);
  const way = fields.moyen && Object.hasOwn(WAYS, fields.moyen) ? (fields.moyen as Way) : undefined;
  const answer =
    member && way
      ? { code: hospital.grant({ member, way, redirectUri: redirect_uri, nonce, challenge: code_challenge }) }
      : { error: 'access_denied' };
  for (const [name, value] of Object.entries({ ...answer, state, iss: hospital.issuer }))
    back.searchParams.set(name, value);
  c.header('Content-Security-Policy', contentSecurityPolicy());
  return c.redirect(back.href, 303);
}

/** Some published people of the sandbox work at the hospital, under names of its own. */
async function staffOf(ctx: Ctx): Promise<StaffMember[]> {
  const people = await testPeople(ctx, { limit: STAFF });
  return people.map(({ givenName, familyName, idNat }) => ({
    login: `${loginPart(givenName)}.${loginPart(familyName)}${idNat.slice(-3)}`,
    name: `${givenName} ${familyName}`,
  }));
}

const loginPart = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^a-z]/gi, '')
    .toLowerCase();

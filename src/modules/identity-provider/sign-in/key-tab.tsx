import { type Context, Hono } from 'hono';
import type { App } from '../../../platform/app.js';
import { callerAddress, type Env, formFields } from '../../../platform/http/request.js';
import { journal } from '../../../platform/journal.js';
import { limit } from '../../../platform/rate-limit.js';
import { Alert, assetHref, SecurityKeyForm } from '../../../ui/index.js';
import { keyRefused, meansNotTaken, signInOver } from '../errors.js';
import { accountOfKey, askForKey } from '../other-means/security-keys.js';
import { personByAccount } from '../store.js';
import { completeSignIn } from './complete.js';
import { frameOf } from './frame.js';
import type { SignIn } from './interaction.js';
import { MeansTabs } from './means-tabs.js';
import { CancelForm, SignInPage } from './pages.js';

const TRIES = { most: 60, seconds: 300 };

/** Sign-in by a security key: the page asks any key of this site, whose holder shows a finger or types a code. */
export function keyTab(app: App, signInOf: (c: Context<Env>) => Promise<SignIn>): Hono<Env> {
  const offered = async (c: Context<Env>) => {
    const signIn = await signInOf(c);
    if (!signIn.offered.includes('WEBAUTHN')) throw meansNotTaken();
    return signIn;
  };
  return new Hono<Env>()
    .get('/:uid/cle', async (c) => askPage(c, app, await offered(c)))
    .post('/:uid/cle', async (c) => judge(c, app, await offered(c)));
}

async function askPage(c: Context<Env>, app: App, signIn: SignIn, fault?: string): Promise<Response> {
  const asked = await askForKey(app);
  // After a fault the same one stands: to write anything would undo the sign-in of an answer that came at the same time.
  const challenge = (fault && signIn.kept.challenge) || asked.challenge;
  if (!fault) await signIn.keep({ challenge });
  const options = { ...asked, challenge };
  return c.html(
    <SignInPage title="Connectez-vous" frame={frameOf(c, app)} scripts={[assetHref('security-key.js')]}>
      <p>
        Pour accéder à <strong>{signIn.service.name}</strong>
      </p>
      <MeansTabs signIn={signIn} current="WEBAUTHN" />
      {fault ? (
        <Alert tone="error" live>
          <p>{fault}</p>
        </Alert>
      ) : null}
      <p>
        Branchez votre clé de sécurité, ou approchez-la. Elle doit être liée à votre identité :{' '}
        <a href="/portail-psc/moyens">lier une clé</a>.
      </p>
      <SecurityKeyForm
        action={`/auth/connexion/${signIn.uid}/cle`}
        mode="get"
        options={options}
        button="Se connecter avec ma clé"
      />
      <CancelForm signIn={signIn} />
    </SignInPage>,
    fault ? 422 : 200,
  );
}

async function judge(c: Context<Env>, app: App, signIn: SignIn): Promise<Response> {
  const ctx = c.get('ctx');
  const { answer = '' } = await formFields(c);
  await limit(ctx, `psc-key:address:${callerAddress(c)}`, TRIES.most, TRIES.seconds);
  const { challenge } = signIn.kept;
  if (!challenge) throw signInOver();
  const accountId = await accountOfKey(ctx, answer, challenge).catch(() => undefined);
  const person = accountId === undefined ? undefined : await personByAccount(ctx, accountId);
  if (person?.active) return c.redirect(await completeSignIn(ctx, signIn, person, 'WEBAUTHN'), 303);
  await journal(ctx, { act: 'identity-provider.sign-in', outcome: 'refused', reason: 'key' });
  return askPage(c, app, signIn, keyRefused().message);
}

import { type Context, Hono } from 'hono';
import type { App } from '../../../platform/app.js';
import { readCookie } from '../../../platform/http/cookies.js';
import { type Env, formFields } from '../../../platform/http/request.js';
import { Button, Form, Time } from '../../../ui/index.js';
import { signInOver } from '../errors.js';
import { type CodeMeans, codeMeansOf } from '../other-means/codes.js';
import { reentryOf } from '../other-means/reentry.js';
import { LIFETIMES } from '../rules/lifetimes.js';
import { type PersonCopy, personByAccount } from '../store.js';
import { askCode } from './code-tab.js';
import { frameOf } from './frame.js';
import { REENTRY_COOKIE, type SignIn } from './interaction.js';
import { CancelForm, SignInPage } from './pages.js';

interface Reentering {
  readonly person: PersonCopy;
  readonly means: readonly CodeMeans[];
  /** Epoch seconds of the strong sign-in. */
  readonly at: number;
}

/**
 * Who may come back to this service with one factor on this browser: somebody who showed two within four hours, for a
 * service that asks for that (RIE-PS 10). Looked for only where the service does.
 */
export async function reentryFor(c: Context<Env>, signIn: SignIn): Promise<Reentering | undefined> {
  if (!signIn.service.options.singleFactorReentry || signIn.kept.delegated || signIn.kept.asOther)
    return undefined;
  const ctx = c.get('ctx');
  const strong = await reentryOf(ctx, readCookie(c, REENTRY_COOKIE));
  const age = strong && Date.now() / 1000 - strong.at;
  if (!strong || (signIn.maxAge !== undefined && (age ?? 0) > signIn.maxAge)) return undefined;
  const person = await personByAccount(ctx, strong.accountId);
  const means = person?.active ? await codeMeansOf(ctx, person.accountId) : [];
  return person && means.length > 0 ? { person, means, at: strong.at } : undefined;
}

/** Coming back with one factor. */
export function reentryPages(app: App, signInOf: (c: Context<Env>) => Promise<SignIn>): Hono<Env> {
  const reentering = async (c: Context<Env>) => {
    const signIn = await signInOf(c);
    const who = await reentryFor(c, signIn);
    if (!who) throw signInOver();
    return { signIn, ...who };
  };
  const pages = new Hono<Env>();
  pages.get('/:uid/reprise', async (c) => {
    const { signIn, person, means, at } = await reentering(c);
    const here = `/auth/connexion/${signIn.uid}`;
    const until = new Date((at + LIFETIMES.session) * 1000);
    return c.html(
      <SignInPage title="Reprendre votre connexion" frame={frameOf(c, app)}>
        <p>
          Bonjour{' '}
          <strong>
            {person.givenName} {person.familyName}
          </strong>
          . Vous vous êtes connecté avec deux facteurs sur ce poste : pour {signIn.service.name}, un code
          suffit jusqu’à <Time value={until} />.
        </p>
        {means.map(({ kind }) => (
          <Form action={`${here}/reprise`} hidden={{ moyen: kind }} label={LABELS[kind]}>
            <Button wide>{LABELS[kind]}</Button>
          </Form>
        ))}
        <Form action={`${here}/autrement`} label="Autre moyen">
          <Button kind="secondary" wide>
            Autre personne, ou autre moyen
          </Button>
        </Form>
        <CancelForm signIn={signIn} />
      </SignInPage>,
    );
  });
  pages.post('/:uid/reprise', async (c) => {
    const { signIn, person, means, at } = await reentering(c);
    const { moyen } = await formFields(c);
    const kind = means.find((one) => one.kind === moyen)?.kind;
    if (!kind) throw signInOver();
    return askCode(c, signIn, { idNat: person.idNat, means: kind }, at);
  });
  pages.post('/:uid/autrement', async (c) => {
    const signIn = await signInOf(c);
    await signIn.keep({ asOther: true, codeFor: undefined, reentryOf: undefined });
    return c.redirect(`/auth/connexion/${signIn.uid}`, 303);
  });
  return pages;
}

const LABELS = { TOTP: 'Code de mon application', SMS: 'Recevoir un code par SMS' } as const;

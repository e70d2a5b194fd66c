import { type Context, Hono } from 'hono';
import type { App } from '../../../platform/app.js';
import type { Env } from '../../../platform/http/request.js';
import { journal } from '../../../platform/journal.js';
import { Button, Form } from '../../../ui/index.js';
import { signInOver } from '../errors.js';
import { personByAccount } from '../store.js';
import { frameOf } from './frame.js';
import type { SignIn } from './interaction.js';
import { CancelForm, SignInPage } from './pages.js';

/** The stop of a browser that several people share: who is signed in, go on as them, or change. */
export function confirmPages(signInOf: (c: Context<Env>) => Promise<SignIn>): Hono<Env> {
  const pages = new Hono<Env>();
  pages.post('/:uid/continuer', async (c) => {
    const signIn = await signInOf(c);
    const person = signIn.toConfirm ? await personByAccount(c.get('ctx'), signIn.toConfirm) : undefined;
    if (!person?.active) throw signInOver();
    return c.redirect(await signIn.finish({ confirmed: true }), 303);
  });
  pages.post('/:uid/changer', async (c) => {
    const signIn = await signInOf(c);
    if (!signIn.toConfirm) throw signInOver();
    await signIn.changePerson();
    await journal(c.get('ctx'), { act: 'identity-provider.change-person', outcome: 'done' });
    return c.redirect(`/auth/connexion/${signIn.uid}`, 303);
  });
  return pages;
}

/** The page of that stop; undefined when nothing has to be confirmed. */
export async function confirmPage(c: Context<Env>, app: App, signIn: SignIn): Promise<Response | undefined> {
  const person = signIn.toConfirm && (await personByAccount(c.get('ctx'), signIn.toConfirm));
  if (!person) return undefined;
  const here = `/auth/connexion/${signIn.uid}`;
  return c.html(
    <SignInPage title="Est-ce bien vous ?" frame={frameOf(c, app)}>
      <p>
        Pour accéder à <strong>{signIn.service.name}</strong>
      </p>
      <p>
        La session ouverte sur ce poste est celle de{' '}
        <strong>
          {person.givenName} {person.familyName}
        </strong>{' '}
        ({person.idNat}).
      </p>
      <Form action={`${here}/continuer`} label="Continuer">
        <Button wide>Continuer</Button>
      </Form>
      <Form action={`${here}/changer`} label="Changer de personne">
        <Button kind="secondary" wide>
          Ce n’est pas moi : changer de personne
        </Button>
      </Form>
      <CancelForm signIn={signIn} />
    </SignInPage>,
  );
}

import { type Context, Hono } from 'hono';
import type { App } from '../../../platform/app.js';
import type { Env } from '../../../platform/http/request.js';
import { journal } from '../../../platform/journal.js';
import { Alert, Button, ButtonRow } from '../../../ui/index.js';
import { cards } from '../../credentials/index.js';
import { personByIdNat } from '../store.js';
import { goOnWith } from './complete.js';
import { type Frame, frameOf } from './frame.js';
import type { SignIn } from './interaction.js';
import { assertOpen, MeansTabs } from './means-tabs.js';
import { CancelForm, EndedPage, SignInPage } from './pages.js';

/** The part of the sign-in by card that stays on our origin: the tab, and the way back from the card's port. */
export function cardTab(app: App, signInOf: (c: Context<Env>) => Promise<SignIn>): Hono<Env> {
  const pages = new Hono<Env>();
  pages.get('/:uid/carte', async (c) => {
    const signIn = await signInOf(c);
    assertOpen(signIn, 'CARD');
    const href = `${app.config.cardOrigin}/carte/${signIn.uid}`;
    return c.html(<CardTabPage signIn={signIn} frame={frameOf(c, app)} href={href} />);
  });
  pages.get('/:uid/carte/retour', async (c) => comeBack(c, app, await signInOf(c)));
  return pages;
}

function CardTabPage({ signIn, frame, href }: { signIn: SignIn; frame: Frame; href: string }) {
  return (
    <SignInPage title="Connectez-vous" frame={frame}>
      <p>
        Pour accéder à <strong>{signIn.service.name}</strong>
      </p>
      <MeansTabs signIn={signIn} current="CARD" />
      <p>
        Insérez votre carte dans le lecteur, puis continuez. Son code à quatre chiffres vous sera demandé.
      </p>
      <ButtonRow>
        <Button href={href}>Se connecter avec ma carte</Button>
      </ButtonRow>
      {frame.sandbox ? (
        <Alert title="Dans ce bac à sable">
          <p>
            La carte est un fichier PKCS#12, à importer parmi les certificats de votre navigateur. Le
            navigateur avertira aussi que cette page est certifiée par une autorité qu’il ne connaît pas :{' '}
            <a href="/igc/chaine.pem">autorités de cette installation</a>.
          </p>
        </Alert>
      ) : null}
      <CancelForm signIn={signIn} />
    </SignInPage>
  );
}

async function comeBack(c: Context<Env>, app: App, signIn: SignIn): Promise<Response> {
  const ctx = c.get('ctx');
  if (signIn.signedInAt) return c.redirect(signIn.signedInAt, 303);
  const proof = await cards.spendProof(ctx, { code: c.req.query('code') ?? '', purpose: signIn.uid });
  const person = proof && (await personByIdNat(ctx, proof.idNat));
  if (person?.active) return c.redirect(await goOnWith(ctx, signIn, person, 'CARD'), 303);
  const about = proof ? { subject: proof.idNat } : {};
  await journal(ctx, { act: 'identity-provider.sign-in', ...about, outcome: 'refused', reason: 'card' });
  return c.html(<EndedPage signIn={signIn} frame={frameOf(c, app)} why="lost" />, 403);
}

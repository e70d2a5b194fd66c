import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { generateKeyPair, SignJWT } from 'jose';
import type { ServiceAt } from '../../modules/identity-provider/index.js';
import { waysOut } from './links.js';
import { type Finding, failed, notApplicable, passed, verdict } from './report.js';
import { isSignedIn, play, type Run } from './run.js';
import { answer, depart, identify, press } from './visit.js';
import type { Visitor } from './visitor.js';

/** Judges the ends of a session. In: a browser that is signed in. */
export async function checkSessions(run: Run, service: ServiceAt, visitor: Visitor): Promise<void> {
  await play(run, 'forged-logout', () => forgedLogout(run, service, visitor));
  await play(run, 'session-end', () => sessionEnd(run, service, visitor));
  await play(run, 'logout', () => logout(run));
}

const LEAVE = /d[ée]connect|d[ée]connexion|log.?out|sign.?out|quitter/i;

async function logout(run: Run): Promise<Finding> {
  const visitor = await signedIn(run);
  if (!visitor) return failed('Une seconde connexion n’a pas abouti.');
  await isSignedIn(run, visitor);
  const way = waysOut(visitor.body).find(({ label, address }) => LEAVE.test(label) || LEAVE.test(address));
  if (!way) return failed(`Aucun bouton de déconnexion dans ${run.proof?.page}.`);
  await press(visitor, way);
  const asked = visitor.visited.findLast((url) =>
    url.startsWith(`${run.issuer}/protocol/openid-connect/logout`),
  );
  if (await isSignedIn(run, visitor.twin())) return failed('Le service garde la session ouverte.');
  const hint = asked && new URL(asked).searchParams.has('id_token_hint');
  const how = asked ? `par le navigateur, ${hint ? 'avec' : 'sans'} id_token_hint` : 'sans le navigateur';
  return verdict(
    !(await providerKnows(run, visitor)),
    `Les deux sessions sont fermées, ${how}.`,
    `La session Pro Santé Connect reste ouverte (${how}).`,
  );
}

async function signedIn(run: Run): Promise<Visitor | undefined> {
  const departure = await depart(run);
  if (!departure) return undefined;
  await answer(departure.visitor, await identify(run, departure));
  return (await isSignedIn(run, departure.visitor)) ? departure.visitor : undefined;
}

/** Whether Pro Santé Connect still knows this browser: it then answers without asking anything. */
async function providerKnows(run: Run, visitor: Visitor): Promise<boolean> {
  const next = await depart(run);
  const request = next?.request ?? new URL(run.issuer);
  request.searchParams.set('prompt', 'none');
  const browser = visitor.twin();
  const back = (url: string) => run.redirectUris.some((uri) => url.startsWith(uri));
  await browser.go(request.href, back);
  return new URL(browser.url).searchParams.has('code') || browser.body.includes('name="code"');
}

const PATIENCE_MS = 10_000;
const STEP_MS = 100;

async function sessionEnd(run: Run, service: ServiceAt, visitor: Visitor): Promise<Finding> {
  const provider = visitor.twin();
  await provider.go(`${run.issuer}/protocol/openid-connect/logout`);
  await provider.submit({}, '');
  const told = service.backchannelLogoutUri !== null;
  for (let waited = 0; waited <= (told ? PATIENCE_MS : 0); waited += STEP_MS) {
    if (!(await isSignedIn(run, visitor.twin())))
      return passed('La session Pro Santé Connect fermée, celle du service l’est aussi.');
    await sleep(STEP_MS);
  }
  if (told) return failed(`Dix secondes après, le service montre encore ${run.proof?.page}.`);
  return notApplicable(
    'Sans adresse de déconnexion d’arrière-plan, le service ne l’apprend qu’au renouvellement : à montrer à la main.',
  );
}

const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

async function forgedLogout(run: Run, { backchannelLogoutUri, clientId }: ServiceAt, visitor: Visitor) {
  if (!backchannelLogoutUri) return notApplicable('Le service n’a pas de déconnexion d’arrière-plan.');
  if (!run.origins.has(new URL(backchannelLogoutUri).origin))
    return notApplicable('L’adresse de déconnexion est sur un autre site que le service.');
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  const forged = await new SignJWT({ events: { [LOGOUT_EVENT]: {} }, sid: randomUUID() })
    .setProtectedHeader({ alg: 'RS256', typ: 'logout+jwt' })
    .setIssuer(run.issuer)
    .setAudience(clientId)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('2m')
    .sign(privateKey);
  const { status } = await fetch(backchannelLogoutUri, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ logout_token: forged }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!(await isSignedIn(run, visitor.twin()))) return failed('L’ordre mal signé a fermé la session.');
  return verdict(
    status >= 400 && status < 500,
    `Réponse ${status}.`,
    `Réponse ${status} à un ordre mal signé.`,
  );
}

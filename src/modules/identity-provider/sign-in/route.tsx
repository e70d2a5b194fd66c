import { type Context, Hono } from 'hono';
import { errors } from 'oidc-provider';
import type { App } from '../../../platform/app.js';
import { Refusal } from '../../../platform/errors.js';
import { asset } from '../../../platform/http/assets.js';
import { LARGEST_FORM, largestBody } from '../../../platform/http/json-body.js';
import { openLine } from '../../../platform/http/open-line.js';
import { callerAddress, type Env, formFields } from '../../../platform/http/request.js';
import { contentSecurityPolicy, sameOriginOnly } from '../../../platform/http/security.js';
import { journal } from '../../../platform/journal.js';
import { limitBoth } from '../../../platform/rate-limit.js';
import { hashToken } from '../../../platform/secrets.js';
import { ecps } from '../../credentials/index.js';
import { idNatMessages, parsePscId } from '../../nomenclatures/index.js';
import { establishment } from '../delegation/establishments.js';
import type { Engine } from '../oidc/engine.js';
import { publication, signInPrerequisites } from '../queries/sign-in-prerequisites.js';
import { placeOf } from '../rules/place.js';
import { personByIdNat } from '../store.js';
import { cardTab } from './card-tab.js';
import { codeTab } from './code-tab.js';
import { goOnWith } from './complete.js';
import { confirmPage, confirmPages } from './confirm.js';
import { delegationTab } from './delegation-tab.js';
import { equipmentPages } from './equipment.js';
import { frameOf } from './frame.js';
import { currentSignIn, type SignIn } from './interaction.js';
import { keyTab } from './key-tab.js';
import { assertOpen, meansPath, openMeans } from './means-tabs.js';
import { missingMessage } from './messages.js';
import { EndedPage, IdentifierPage, type IdFault, WaitingPage } from './pages.js';
import { reentryFor, reentryPages } from './reentry.js';
import { WaitingPages } from './waiting-pages.js';

const WINDOW_SECONDS = 300;
const MOST_PER_PERSON = 30;
const MOST_PER_ADDRESS = 600;

const NO_MEANS = ecps.errors.noMeans().code;

/** The sign-in pages, below `/auth/connexion`. */
export function signInPages(app: App, engine: () => Promise<Engine>): Hono<Env> {
  const pages = new Hono<Env>();
  const waiting = new WaitingPages(app.ctx, ecps.watchRequests(app.databaseUrl));
  const signInOf = async (c: Context<Env>) => {
    const signIn = await currentSignIn(c, await engine());
    // Our forms lead back to the service in the end: the browser must be told that it may go there.
    c.header('Content-Security-Policy', contentSecurityPolicy([signIn.backTo]));
    return signIn;
  };
  pages.use(largestBody(LARGEST_FORM));
  pages.use(sameOriginOnly(app.config.origins));
  pages.get('/attente.js', asset(new URL('./attente.js', import.meta.url)));
  pages.route('/', cardTab(app, signInOf));
  pages.route('/', delegationTab(app, signInOf));
  pages.route('/', keyTab(app, signInOf));
  pages.route('/', codeTab(app, signInOf));
  pages.route('/', reentryPages(app, signInOf));
  pages.route('/', equipmentPages(app, signInOf));
  pages.route('/', confirmPages(signInOf));
  pages.get('/:uid', async (c) => {
    const signIn = await signInOf(c);
    const elsewhere = await firstPage(c, app, signIn);
    if (elsewhere) return elsewhere;
    return c.html(<IdentifierPage signIn={signIn} frame={frameOf(c, app)} value={signIn.loginHint} />);
  });
  pages.post('/:uid', async (c) => askPhone(c, app, await signInOf(c)));
  pages.get('/:uid/attente', async (c) => waitForPhone(c, app, await signInOf(c)));
  pages.post('/:uid/annuler', async (c) => {
    const signIn = await signInOf(c);
    if (signIn.kept.approval) await ecps.withdrawRequest(c.get('ctx'), signIn.kept.approval.id);
    return c.redirect(await signIn.finish(new CancelledByPerson()), 303);
  });
  pages.get('/:uid/evenements', async (c) => {
    const { approval } = (await signInOf(c)).kept;
    const { line, answer } = openLine(c);
    if (approval) waiting.add(approval.id, line);
    else line.tell('decided');
    return answer;
  });
  return pages;
}

/** Where a sign-in begins when it is not with the e-CPS; undefined: there. */
async function firstPage(c: Context<Env>, app: App, signIn: SignIn): Promise<Response | undefined> {
  if (signIn.toConfirm) return confirmPage(c, app, signIn);
  if (await reentryFor(c, signIn)) return c.redirect(`/auth/connexion/${signIn.uid}/reprise`, 303);
  const [first] = openMeans(signIn);
  const straightOn = signIn.idpHint !== '' && !signIn.kept.sentOn && signIn.offered.includes('DELEGATION');
  if (straightOn && (await establishment(c.get('ctx'), signIn.idpHint))?.authorised)
    return c.redirect(`${meansPath(signIn.uid, 'DELEGATION')}/vers/${signIn.idpHint}`, 303);
  if (!first || openMeans(signIn).includes('ECPS')) return undefined;
  return c.redirect(meansPath(signIn.uid, first), 303);
}

/** The person went back to the service without signing in (OAuth `access_denied`). */
class CancelledByPerson {
  readonly error = new errors.AccessDenied().message;
  readonly error_description = 'the person cancelled the sign-in';
  [key: string]: unknown;
}

async function askPhone(c: Context<Env>, app: App, signIn: SignIn): Promise<Response> {
  const ctx = c.get('ctx');
  assertOpen(signIn, 'ECPS');
  const frame = frameOf(c, app);
  const typed = (await formFields(c)).idNat ?? '';
  const again = (fault: IdFault | undefined, notice?: { title: string; body: unknown }) =>
    c.html(
      <IdentifierPage signIn={signIn} frame={frame} value={typed} fault={fault} notice={notice as never} />,
      422,
    );
  const read = parsePscId(typed);
  if (!read.ok) return again({ message: idNatMessages[read.problem], suggestion: read.suggestion });
  const asked = read.idNat.value;
  await limitBoth(
    ctx,
    [`psc-sign-in:address:${callerAddress(c)}`, MOST_PER_ADDRESS, WINDOW_SECONDS],
    [`psc-sign-in:person:${hashToken(asked)}`, MOST_PER_PERSON, WINDOW_SECONDS],
  );
  const published = await publication(ctx, asked);
  if (!published.met) return again(undefined, missingMessage(published));
  const { idNat } = published.person;
  // One browser, one request on the phone: the one that this page asked before has nobody to answer to.
  if (signIn.kept.approval) await ecps.withdrawRequest(ctx, signIn.kept.approval.id);
  try {
    const { id, number } = await ecps.requestApproval(ctx, {
      idNat,
      service: signIn.service.name,
      clientId: signIn.service.clientId,
      place: placeOf(c.req.header('user-agent')),
      origin: app.config.origin,
    });
    await signIn.keep({ approval: { id, number, idNat } });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const missing = error.code === NO_MEANS ? await signInPrerequisites(ctx, asked) : undefined;
    if (missing?.met === false) return again(undefined, missingMessage(missing));
    return again({ message: error.message });
  }
  return c.redirect(`/auth/connexion/${signIn.uid}/attente`, 303);
}

async function waitForPhone(c: Context<Env>, app: App, signIn: SignIn): Promise<Response> {
  const ctx = c.get('ctx');
  if (signIn.signedInAt) return c.redirect(signIn.signedInAt, 303);
  if (!signIn.kept.approval) return c.redirect(`/auth/connexion/${signIn.uid}`, 303);
  const { id, idNat } = signIn.kept.approval;
  const state = await ecps.collectApproval(ctx, id);
  const frame = frameOf(c, app);
  if (state?.status === 'pending') return c.html(<WaitingPage signIn={signIn} frame={frame} />);
  const person = state?.approvedBy === idNat ? await personByIdNat(ctx, idNat) : undefined;
  if (!person?.active) {
    const why = state?.status === 'refused' || state?.status === 'expired' ? state.status : 'lost';
    await journal(ctx, { act: 'identity-provider.sign-in', subject: idNat, outcome: 'refused', reason: why });
    return c.html(<EndedPage signIn={signIn} frame={frame} why={why} />, 403);
  }
  return c.redirect(await goOnWith(ctx, signIn, person, 'MOBILE'), 303);
}

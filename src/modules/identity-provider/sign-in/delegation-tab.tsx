import { type Context, Hono } from 'hono';
import type { App } from '../../../platform/app.js';
import { callerAddress, type Env } from '../../../platform/http/request.js';
import { journal } from '../../../platform/journal.js';
import { limit } from '../../../platform/rate-limit.js';
import { authorisedEstablishments, establishment } from '../delegation/establishments.js';
import { pair, pairingOf, usePairing } from '../delegation/pairings.js';
import { arriveFrom, departFor } from '../delegation/provider-calls.js';
import { meansNotTaken, signInOver, unknownEstablishment } from '../errors.js';
import { personByAccount, personByIdNat } from '../store.js';
import { completeSignIn } from './complete.js';
import { ConfirmAccountPage, DelegationPage, DelegationRefusedPage, PairPage } from './delegation-pages.js';
import { frameOf } from './frame.js';
import type { SignIn } from './interaction.js';
import { meansPath } from './means-tabs.js';

const DEPARTURES = { most: 60, seconds: 300 };

/** Sign-in by the provider of an establishment: choosing it, coming back, pairing once, confirming afterwards. */
export function delegationTab(app: App, signInOf: (c: Context<Env>) => Promise<SignIn>): Hono<Env> {
  const delegated = async (c: Context<Env>) => {
    const signIn = await signInOf(c);
    if (!signIn.offered.includes('DELEGATION')) throw meansNotTaken();
    return signIn;
  };
  const here = (signIn: SignIn) => `/auth/connexion/${signIn.uid}/delegation`;
  const pages = new Hono<Env>();
  pages.get('/:uid/delegation', async (c) => {
    const signIn = await delegated(c);
    const asked = (c.req.query('etablissement') ?? '').slice(0, 80);
    const found = await authorisedEstablishments(c.get('ctx'), asked.trim());
    return c.html(<DelegationPage {...{ signIn, asked, found }} frame={frameOf(c, app)} />);
  });
  pages.get('/:uid/delegation/vers/:code', async (c) => depart(c, await delegated(c)));
  pages.get('/:uid/delegation/retour', async (c) => comeBack(c, app, await delegated(c)));
  pages.get('/:uid/delegation/confirmation', async (c) => {
    const signIn = await delegated(c);
    const { account, pairing } = await awaited(c, signIn);
    const person = pairing && (await personByAccount(c.get('ctx'), pairing.accountId));
    if (!person?.active) return c.redirect(meansPath(signIn.uid, 'ECPS'), 303);
    return c.html(<ConfirmAccountPage {...{ signIn, account, person }} frame={frameOf(c, app)} />);
  });
  pages.post('/:uid/delegation/confirmation', async (c) => confirm(c, await delegated(c)));
  pages.get('/:uid/delegation/appairage', async (c) => {
    const signIn = await delegated(c);
    const { account, person } = await proved(c, signIn);
    return c.html(<PairPage {...{ signIn, account, person }} frame={frameOf(c, app)} />);
  });
  pages.post('/:uid/delegation/appairage', async (c) => pairAccount(c, await delegated(c)));
  pages.post('/:uid/delegation/rejeter', async (c) => {
    const signIn = await delegated(c);
    await signIn.keep({ departure: undefined, delegated: undefined, proved: undefined });
    return c.redirect(here(signIn), 303);
  });
  return pages;
}

/** The way back from a provider: its state names the sign-in, whose cookie only goes to the pages of that one. */
export function delegationReturn(): Hono<Env> {
  return new Hono<Env>().get('/:code/retour', (c) => {
    const uid = /^([\w-]{10,60})\./.exec(c.req.query('state') ?? '')?.[1];
    if (!uid) throw signInOver();
    const search = new URL(c.req.url).search;
    return c.redirect(`/auth/connexion/${uid}/delegation/retour${search}`, 303);
  });
}

/** A link, not a form: the browser may follow it to any site. */
async function depart(c: Context<Env>, signIn: SignIn): Promise<Response> {
  const ctx = c.get('ctx');
  await limit(ctx, `psc-delegation:address:${callerAddress(c)}`, DEPARTURES.most, DEPARTURES.seconds);
  const place = await establishment(ctx, c.req.param('code') ?? '');
  if (!place?.authorised) throw unknownEstablishment();
  const { url, departure } = await departFor(ctx, place, signIn);
  await signIn.keep({ departure, sentOn: true, delegated: undefined, proved: undefined });
  return c.redirect(url, 303);
}

async function comeBack(c: Context<Env>, app: App, signIn: SignIn): Promise<Response> {
  const ctx = c.get('ctx');
  const { departure } = signIn.kept;
  if (!departure) throw signInOver();
  const place = await establishment(ctx, departure.establishment);
  // Of use once: what comes back a second time finds no departure.
  await signIn.keep({ departure: undefined });
  const arrived = place?.authorised
    ? await arriveFrom(ctx, place, departure, new URL(c.req.url).search)
    : { fault: 'answer' as const };
  if ('fault' in arrived) {
    const act = 'identity-provider.delegated-sign-in';
    await journal(ctx, { act, subject: departure.establishment, outcome: 'refused', reason: arrived.fault });
    return c.html(
      <DelegationRefusedPage {...{ signIn, place, fault: arrived.fault }} frame={frameOf(c, app)} />,
      403,
    );
  }
  await signIn.keep({ departure: undefined, delegated: arrived.account });
  return c.redirect(`/auth/connexion/${signIn.uid}/delegation/confirmation`, 303);
}

/** The account that waits in this sign-in, and its pairing where there is one. */
async function awaited(c: Context<Env>, { kept }: SignIn) {
  const account = kept.delegated;
  if (!account) throw signInOver();
  return { account, pairing: await pairingOf(c.get('ctx'), account) };
}

async function confirm(c: Context<Env>, signIn: SignIn): Promise<Response> {
  const ctx = c.get('ctx');
  const { account, pairing } = await awaited(c, signIn);
  const person = pairing && (await personByAccount(ctx, pairing.accountId));
  if (!pairing || !person?.active || !(await usePairing(ctx, pairing.id)))
    return c.redirect(meansPath(signIn.uid, 'ECPS'), 303);
  return c.redirect(await completeSignIn(ctx, signIn, person, 'DELEGATION', { at: account.authTime }), 303);
}

/** The account that waits, and who showed a strong means since. */
async function proved(c: Context<Env>, { kept }: SignIn) {
  const { delegated: account, proved: by } = kept;
  const person = by && (await personByIdNat(c.get('ctx'), by.idNat));
  if (!account || !by || !person?.active) throw signInOver();
  return { account, person, by };
}

async function pairAccount(c: Context<Env>, signIn: SignIn): Promise<Response> {
  const ctx = c.get('ctx');
  const { account, person, by } = await proved(c, signIn);
  if (!(await pair(ctx, account, person, by.authMode))) throw unknownEstablishment();
  return c.redirect(await completeSignIn(ctx, signIn, person, 'DELEGATION', { at: account.authTime }), 303);
}

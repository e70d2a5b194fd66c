import { type Context, Hono } from 'hono';
import type { App } from '../../../platform/app.js';
import { callerAddress, type Env, formFields } from '../../../platform/http/request.js';
import { journal } from '../../../platform/journal.js';
import { limit } from '../../../platform/rate-limit.js';
import { hashToken } from '../../../platform/secrets.js';
import { idNatMessages, parsePscId } from '../../nomenclatures/index.js';
import { meansNotTaken, signInOver } from '../errors.js';
import { personOfCode, sendCode } from '../other-means/codes.js';
import { CodeAskPage, CodeTypePage } from './code-pages.js';
import { completeSignIn } from './complete.js';
import { frameOf } from './frame.js';
import type { SignIn } from './interaction.js';
import type { CodeFor } from './kept.js';

const DEMANDS = { most: 120, seconds: 300 };
const KINDS = ['TOTP', 'SMS'] as const;

/** Sign-in by a code of an application or an SMS, where a service takes that: one factor, never eidas1. */
export function codeTab(app: App, signInOf: (c: Context<Env>) => Promise<SignIn>): Hono<Env> {
  const offered = async (c: Context<Env>) => {
    const signIn = await signInOf(c);
    if (kindsOf(signIn).length === 0) throw meansNotTaken();
    return signIn;
  };
  const pages = new Hono<Env>();
  pages.get('/:uid/code', async (c) => {
    const signIn = await offered(c);
    const props = { signIn, kinds: kindsOf(signIn), value: signIn.loginHint };
    return c.html(<CodeAskPage {...props} frame={frameOf(c, app)} />);
  });
  pages.post('/:uid/code', async (c) => begin(c, app, await offered(c)));
  pages.get('/:uid/code/saisie', async (c) => {
    const signIn = await signInOf(c);
    if (!signIn.kept.codeFor) throw signInOver();
    return c.html(<CodeTypePage signIn={signIn} codeFor={signIn.kept.codeFor} frame={frameOf(c, app)} />);
  });
  pages.post('/:uid/code/saisie', async (c) => check(c, app, await signInOf(c)));
  return pages;
}

const kindsOf = ({ offered }: SignIn): CodeFor['means'][] => KINDS.filter((kind) => offered.includes(kind));

async function begin(c: Context<Env>, app: App, signIn: SignIn): Promise<Response> {
  const { idNat: typed = '', moyen } = await formFields(c);
  const kinds = kindsOf(signIn);
  const means = kinds.find((kind) => kind === moyen) ?? kinds[0];
  if (!means) throw meansNotTaken();
  const read = parsePscId(typed);
  if (!read.ok) {
    const fault = { message: idNatMessages[read.problem], suggestion: read.suggestion };
    return c.html(<CodeAskPage {...{ signIn, kinds, fault }} value={typed} frame={frameOf(c, app)} />, 422);
  }
  return askCode(c, signIn, { idNat: read.idNat.value, means }, undefined);
}

/** Sends the code where it comes by SMS, and goes on to where it is typed. `reentryOf`: see kept.ts. */
export async function askCode(
  c: Context<Env>,
  signIn: SignIn,
  codeFor: CodeFor,
  reentryOf: number | undefined,
): Promise<Response> {
  const ctx = c.get('ctx');
  await limit(ctx, `psc-code:address:${callerAddress(c)}`, DEMANDS.most, DEMANDS.seconds);
  if (codeFor.means === 'SMS') await sendCode(ctx, codeFor.idNat);
  await signIn.keep({ codeFor, reentryOf });
  return c.redirect(`/auth/connexion/${signIn.uid}/code/saisie`, 303);
}

async function check(c: Context<Env>, app: App, signIn: SignIn): Promise<Response> {
  const ctx = c.get('ctx');
  const { codeFor, reentryOf } = signIn.kept;
  if (!codeFor) throw signInOver();
  const { code = '' } = await formFields(c);
  await limit(ctx, `psc-code:address:${callerAddress(c)}`, DEMANDS.most, DEMANDS.seconds);
  const person = await personOfCode(ctx, codeFor.idNat, codeFor.means, code.replaceAll(/\s/g, ''));
  if (person) {
    const particulars = reentryOf === undefined ? {} : { at: reentryOf, reentry: true };
    return c.redirect(await completeSignIn(ctx, signIn, person, codeFor.means, particulars), 303);
  }
  // Not the identifier itself: it may be anything that a stranger typed.
  const data = { typed: hashToken(codeFor.idNat).slice(0, 16), means: codeFor.means };
  await journal(ctx, { act: 'identity-provider.sign-in', outcome: 'refused', reason: 'code', data });
  return c.html(<CodeTypePage {...{ signIn, codeFor }} fault frame={frameOf(c, app)} />, 422);
}

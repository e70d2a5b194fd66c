import type { Context } from 'hono';
import { today } from '../../../platform/clock.js';
import { putCookie } from '../../../platform/http/cookies.js';
import type { Env } from '../../../platform/http/request.js';
import type { JournalEntry } from '../../../platform/journal.js';
import { endSession } from '../actions/end-session.js';
import { delegationOffered } from '../delegation/offered.js';
import { signInOver } from '../errors.js';
import type { Engine } from '../oidc/engine.js';
import { inExchange, journalWithWrites } from '../oidc/exchange.js';
import { rawOf } from '../oidc/request.js';
import { heldService } from '../oidc/service-client.js';
import { CONFIRM } from '../oidc/sign-in-policy.js';
import { rememberStrong } from '../other-means/reentry.js';
import type { Service } from '../queries/service.js';
import { LIFETIMES } from '../rules/lifetimes.js';
import { type MeansCode, offeredMeans, REENTRY, STRONG_ACR, wantsStrong } from '../rules/means.js';
import type { Kept } from './kept.js';

/** A sign-in under way in this browser: the engine's interaction, the service, and what was done of it so far. */
export interface SignIn {
  readonly uid: string;
  readonly service: Service;
  readonly loginHint: string;
  /** The establishment that the service named (`kc_idp_hint`), or the empty text. */
  readonly idpHint: string;
  /** The means that the service takes for this request, in the order of the tabs. */
  readonly offered: readonly MeansCode[];
  /** Origin to which the browser goes back in the end; a form of ours may lead there. */
  readonly backTo: string;
  readonly kept: Kept;
  /** Longest age of a sign-in that the service takes, in seconds. */
  readonly maxAge: number | undefined;
  /** The service wants the person to authenticate again (`prompt=login`). */
  readonly asksAgain: boolean;
  /** The account of a session that is good and has only to be confirmed: several people use this browser. */
  readonly toConfirm: string | undefined;
  /** Where the browser goes on, once the sign-in is done. */
  readonly signedInAt: string | undefined;
  /** Adds to what is kept; a part given as undefined is forgotten. */
  keep(change: Kept): Promise<void>;
  /** Ends the session that this browser holds; the sign-in goes on for somebody else. */
  changePerson(): Promise<void>;
  /** Ends the sign-in, and says so in the journal where there is an entry; out: where the browser goes on. */
  finish(result: Record<string, unknown>, entry?: JournalEntry): Promise<string>;
}

/**
 * Reads the sign-in that the browser's cookie names.
 * @throws errors.signInOver when it ended, expired, or belongs to another browser.
 */
export async function currentSignIn(c: Context<Env>, { provider }: Engine): Promise<SignIn> {
  const ctx = c.get('ctx');
  const { req, res } = rawOf(c);
  const { details, known } = await inExchange(false, async () => {
    const details = await provider.interactionDetails(req, res).catch(() => undefined);
    const asks = details?.params.client_id;
    return { details, known: typeof asks === 'string' ? await heldService(ctx, asks) : undefined };
  });
  const {
    redirect_uri,
    login_hint,
    kc_idp_hint,
    acr_values,
    max_age,
    prompt: asked,
  } = (details?.params ?? {}) as Record<string, string | undefined>;
  if (!details || !known || !redirect_uri || details.uid !== c.req.param('uid')) throw signInOver();
  const delegation = await delegationOffered(ctx);
  const { result, session, prompt } = details;
  const kept = (result ?? {}) as Kept;
  const done = result?.login !== undefined || result?.confirmed === true;
  const save = (to: object) => {
    details.result = to as NonNullable<typeof details.result>;
    return details.save(details.exp - Math.floor(Date.now() / 1000));
  };
  return {
    uid: details.uid,
    service: known,
    loginHint: login_hint ?? '',
    idpHint: kc_idp_hint ?? '',
    offered: offeredMeans(known.options, wantsStrong(acr_values), today(ctx.clock)).filter(
      (code) => code !== 'DELEGATION' || delegation,
    ),
    backTo: new URL(redirect_uri).origin,
    kept,
    maxAge: max_age === undefined ? undefined : Number(max_age),
    asksAgain: asked?.split(' ').includes('login') ?? false,
    toConfirm: prompt.reasons.every((reason) => reason === CONFIRM) ? session?.accountId : undefined,
    signedInAt: done ? details.returnTo : undefined,
    async keep(change) {
      await save({ ...kept, ...change });
    },
    async changePerson() {
      if (session?.uid) await endSession(ctx, session.uid);
      delete (details as { session?: unknown }).session;
      await save({});
    },
    async finish(to, entry) {
      const ended = await rememberForReentry(c, known, to);
      await inExchange(false, async () => {
        if (entry) await journalWithWrites(ctx, entry);
        await save(ended);
      });
      return details.returnTo;
    },
  };
}

/** Names the strong sign-in that one factor may take up again. */
export const REENTRY_COOKIE = 'psc_reprise';

interface Login {
  readonly accountId: string;
  readonly acr: string;
  readonly amr: readonly string[];
  /** Epoch seconds. */
  readonly ts?: number;
}

/** Out: the result, with the time of the sign-in where it may be taken up again: both must say the same. */
async function rememberForReentry(c: Context<Env>, { options }: Service, result: object): Promise<object> {
  const { login } = result as { login?: Login };
  if (!options.singleFactorReentry || login?.acr !== STRONG_ACR || login.amr.includes(REENTRY)) return result;
  const ctx = c.get('ctx');
  const ts = login.ts ?? Math.floor(Date.now() / 1000);
  const token = await rememberStrong(ctx, login.accountId, ts);
  putCookie(c, ctx.config, REENTRY_COOKIE, token, {
    path: '/auth/connexion',
    maxAgeSeconds: LIFETIMES.session,
  });
  return { login: { ...login, ts } };
}

import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Ctx } from '../../../platform/context.js';
import { hashToken, sameText } from '../../../platform/secrets.js';
import type { Envelope } from './envelope.js';
import { issueTokens } from './issue-tokens.js';
import { type LiveArtifact, liveArtifact } from './live-artifact.js';
import { sealed } from './lost-answer.js';
import { isToMisbehave } from './misconduct.js';
import { isFor, visitOf } from './ordinary-grant.js';
import { type ProvenForm, provenForm } from './proven-form.js';
import { writeAll } from './saving.js';
import { CIBA_GRANT } from './service-client.js';
import { shortCiba } from './short-ciba.js';

/** What is shown to get tokens: a code or a refresh token. */
interface Shown {
  readonly model: 'AuthorizationCode' | 'RefreshToken';
  readonly id: string;
}

/**
 * Gives tokens for a code or a refresh token (RFC 6749 §4.1.3, §6) to a service that proves itself by its secret; undefined
 * where the engine has to look. What is shown is spent, and what it gives exists, by one conditional statement: of twenty
 * that ask at once one is answered here, and the engine tells the others.
 */
export async function shortToken(
  ctx: Ctx,
  envelope: Envelope,
  req: IncomingMessage,
): Promise<object | undefined> {
  const form = await provenForm(req);
  if (form?.fields.grant_type === CIBA_GRANT) return shortCiba(ctx, envelope, req, form);
  const shown = form && shownIn(form.fields);
  if (!form || !shown) return undefined;
  const live = await liveArtifact(ctx, { ...shown, clientId: form.clientId });
  if (
    !live ||
    !isFor(live, form) ||
    typeof live.payload.sid !== 'string' ||
    isToMisbehave(ctx, form.clientId)
  )
    return undefined;
  if (shown.model === 'AuthorizationCode' && !isCodeOf(live, form)) return undefined;
  const { answer, saves } = await issueTokens(ctx, envelope, live);
  const spend = { model: shown.model, idHash: hashToken(shown.id) };
  const kept = shown.model === 'RefreshToken' ? { answer: sealed(ctx, shown.id, answer) } : {};
  const visit = shown.model === 'AuthorizationCode' ? visitOf(live) : undefined;
  return (await writeAll(ctx, { spend: { ...spend, ...kept }, saves, visit })) ? answer : undefined;
}

const OF_CODE = new Set(['grant_type', 'code', 'redirect_uri', 'code_verifier']);
const OF_REFRESH = new Set(['grant_type', 'refresh_token']);

function shownIn(fields: ProvenForm['fields']): Shown | undefined {
  const only = (names: ReadonlySet<string>) => Object.keys(fields).every((name) => names.has(name));
  const { grant_type, code, refresh_token } = fields;
  if (grant_type === 'authorization_code' && code && only(OF_CODE))
    return { model: 'AuthorizationCode', id: code };
  if (grant_type === 'refresh_token' && refresh_token && only(OF_REFRESH))
    return { model: 'RefreshToken', id: refresh_token };
  return undefined;
}

/** The address to which the code was sent, and its proof of origin (RFC 7636 §4.6). */
function isCodeOf({ payload }: LiveArtifact, { fields }: ProvenForm): boolean {
  const { redirect_uri, code_verifier: verifier } = fields;
  const { redirectUri, codeChallenge: challenge, codeChallengeMethod: method } = payload;
  if (redirect_uri === undefined || redirectUri !== redirect_uri) return false;
  if (verifier === undefined && challenge === undefined) return true;
  if (typeof challenge !== 'string' || method !== 'S256') return false;
  return (
    /^[\w.~-]{43,128}$/.test(verifier ?? '') &&
    sameText(hash('sha256', verifier ?? '', 'base64url'), challenge)
  );
}

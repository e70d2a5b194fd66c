import type { IncomingMessage } from 'node:http';
import type { Ctx } from '../../../platform/context.js';
import { subjectOf, userinfoOf } from './account.js';
import { CLAIMS_OF_SCOPES } from './configuration.js';
import type { Envelope } from './envelope.js';
import { liveArtifact } from './live-artifact.js';
import { isToMisbehave } from './misconduct.js';

const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/;

/**
 * What userinfo tells (OpenID Connect Core §5.3) to a plain GET with a token in its header; undefined where the engine
 * has to look.
 */
export async function shortUserinfo(
  ctx: Ctx,
  envelope: Envelope,
  { method, url, headers }: IncomingMessage,
): Promise<object | undefined> {
  const value = BEARER.exec(headers.authorization ?? '')?.[1];
  if (method !== 'GET' || value === undefined || url?.includes('?')) return undefined;
  const live = await liveArtifact(ctx, { model: 'AccessToken', id: envelope.open(value) ?? '' });
  if (!live?.scopes.includes('openid') || isToMisbehave(ctx, live.owner.clientId)) return undefined;
  const { person, payload, owner, scopes } = live;
  const claims = userinfoOf(ctx, person, payload, owner.options.claims);
  return claimsOfScopes(scopes, { ...claims, sub: subjectOf(person.idNat) });
}

/** Of what is known, what these scopes ask for, in their order. */
export function claimsOfScopes(
  scopes: readonly string[],
  known: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const names = new Set(scopes.flatMap((scope) => CLAIMS_OF_SCOPES[scope] ?? []));
  return Object.fromEntries([...names].flatMap((name) => (name in known ? [[name, known[name]]] : [])));
}

import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { Context } from 'hono';
import { cards, certificates } from '../../modules/credentials/index.js';
import { meansOfCard, meansOfPsc, type UsageMeans } from '../../modules/guidance/index.js';
import type { Ctx } from '../../platform/context.js';
import type { Env } from '../../platform/http/request.js';
import { sectoralErrors } from './errors.js';

/** Who calls a sectoral service, and by what. */
export interface Caller {
  readonly means: UsageMeans;
  /** The person, where one is identified. */
  readonly idNat?: string;
  readonly card?: cards.Card;
  /** The software certificate of the structure, where one was shown. */
  readonly certificate?: certificates.SoftwareCertificate;
  /** The user whom the software names; he is not identified. */
  readonly account?: string;
}

/** Header in which the software of a structure names its user. */
const ACCOUNT_HEADER = 'compte-agissant';

/**
 * Who calls: by the certificate of this very connection (a card, or the software of a structure), by a token of Pro
 * Santé Connect, or by both (AIR). Everything is read anew at each call. Undefined when nothing was shown.
 * @throws Refusal 403 a means that is worth nothing, with its state; 401 a token that opens nothing
 */
export async function callerOf(c: Context<Env>): Promise<Caller | undefined> {
  const ctx = c.get('ctx');
  const shown = peerCertificate(c);
  const token = tokenOf(c.req.header('authorization'));
  const card = shown && (await cardCaller(ctx, shown));
  if (card) return card;
  const certificate = shown && (await softwareOf(ctx, shown));
  const idNat = token === undefined ? undefined : await holderOf(ctx, token);
  const account = accountOf(c.req.header(ACCOUNT_HEADER));
  if (certificate && idNat !== undefined) return { means: 'air', certificate, idNat };
  if (certificate) return { means: 'org', certificate, ...(account && { account }) };
  return idNat === undefined ? undefined : callerByToken(idNat);
}

/** Somebody who signed in by Pro Santé Connect. */
export const callerByToken = (idNat: string): Caller => ({ means: meansOfPsc(idNat), idNat });

/** The certificate of the connection; a plain one has none. */
function peerCertificate(c: Context<Env>): X509Certificate | undefined {
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: Partial<TLSSocket> } };
  return incoming?.socket?.getPeerX509Certificate?.();
}

async function cardCaller(ctx: Ctx, shown: X509Certificate): Promise<Caller | undefined> {
  const presented = await cards.presentedCard(ctx, shown);
  if (!('card' in presented)) {
    if (presented.status === 'foreign') throw sectoralErrors.foreignCertificate();
    return undefined;
  }
  const { card, status } = presented;
  if (status !== 'active') throw sectoralErrors.unusableCard(status);
  return { means: meansOfCard(card.type, card.nominative), idNat: card.idNat, card };
}

async function softwareOf(ctx: Ctx, shown: X509Certificate): Promise<certificates.SoftwareCertificate> {
  const presented = await certificates.presentedCertificate(ctx, shown);
  if (certificates.identifies(presented) && 'certificate' in presented) return presented.certificate;
  throw 'certificate' in presented
    ? sectoralErrors.unusableCertificate(presented.status)
    : sectoralErrors.foreignCertificate();
}

/** The token of `Bearer`, or the one of a mail client (SASL XOAUTH2: user, then the bearer, apart by the sign 1). */
function tokenOf(header = ''): string | undefined {
  const [, scheme = '', value = ''] = /^(\S+) (\S+)$/.exec(header) ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'xoauth2') return undefined;
  const plain = Buffer.from(value, 'base64').toString('utf8');
  return (
    plain
      .split('\u0001')
      .find((part) => part.startsWith('auth=Bearer '))
      ?.slice('auth=Bearer '.length) ?? ''
  );
}

/** Asks Pro Santé Connect whose token it is, over HTTP like any foreign service. */
async function holderOf({ config }: Ctx, token: string): Promise<string> {
  const url = `${config.origin}/auth/realms/esante-wallet/protocol/openid-connect/userinfo`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (answer.status !== 200) throw sectoralErrors.noIdentity();
  const { SubjectNameID = '' } = (await answer.json()) as { SubjectNameID?: string };
  return SubjectNameID;
}

const accountOf = (named: string | undefined): string | undefined =>
  named !== undefined && /^[\p{L}\p{N} ._@-]{1,80}$/u.test(named) ? named : undefined;

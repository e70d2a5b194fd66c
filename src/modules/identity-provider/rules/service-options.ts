import { z } from 'zod';
import { inFrench } from '../../../platform/shape-words.js';
import { readName } from './distinguished-name.js';
import { MEANS_CODES } from './means.js';
import { publicJwk } from './public-key.js';

const clientIds = z.array(z.string().min(1).max(200)).max(50);

const options = z.strictObject({
  /** How the service proves itself at the token endpoint; `secret` is basic or post as it likes. */
  authentication: z.enum(['secret', 'private_key_jwt', 'tls_client_auth']).default('secret'),
  /** Public keys of `private_key_jwt`, given here or published by the service. */
  jwks: z.object({ keys: z.array(publicJwk).min(1).max(10) }).optional(),
  jwksUri: z.url({ protocol: /^https?$/ }).optional(),
  /** `sub`: made of the national identifier and changing with it, or the same for the life of the account. */
  subject: z.enum(['national', 'stable']).default('national'),
  /** The national claims to the letter, or clean ones: see clean-claims.ts. */
  claims: z.enum(['national', 'clean']).default('national'),
  /** Access tokens bound to a key of the caller, always (RFC 9449). */
  dpop: z.boolean().default(false),
  /** The subject of the service's certificate (RFC 4514), for `tls_client_auth` (RFC 8705 §2.1). */
  tls: z.strictObject({ subjectDn: z.string().min(3).max(1000) }).optional(),
  /** Access tokens bound to the service's certificate, always (RFC 8705 §3). */
  certificateBoundTokens: z.boolean().default(false),
  /** `cnf` as the national service writes it, instead of as RFC 8705 does. */
  nationalCnf: z.boolean().default(false),
  /** Only pushed authorization requests are taken (RFC 9126 §5). */
  pushedRequests: z.boolean().default(false),
  /** Sign-in without a browser, and how the service learns of the answer: it asks, or is told to ask. */
  ciba: z
    .discriminatedUnion('delivery', [
      z.strictObject({ delivery: z.literal('poll') }),
      z.strictObject({ delivery: z.literal('ping'), notificationUri: z.url({ protocol: /^https?$/ }) }),
    ])
    .optional(),
  /** Means by which people may sign in; unsaid: every strong one, those to come included. See means.ts. */
  acceptedMeans: z.array(z.enum(MEANS_CODES)).min(1).optional(),
  /** Pro Santé Connect alone, or besides other ways into the service; the sign-in page says which, once it is said. */
  pscOnly: z.boolean().optional(),
  /** One factor is enough to come back within four hours of a strong sign-in (RIE-PS 10). */
  singleFactorReentry: z.boolean().default(false),
  /** Several people use the same browser: an open session is shown and confirmed before it lets anybody in. */
  sharedWorkstation: z.boolean().default(false),
  /** Cards in the name of a service or an employer, which say of nobody who holds them (PGSSI-S, EXI 06). */
  nonNominativeCards: z.boolean().default(false),
  /** Changes of the people whom the service knows, told as signed events: it asks for them, or they are sent to it. */
  events: z
    .discriminatedUnion('delivery', [
      z.strictObject({ delivery: z.literal('poll') }),
      z.strictObject({ delivery: z.literal('push'), endpoint: z.url({ protocol: /^https?$/ }) }),
    ])
    .optional(),
  /** Client ids of the services for which it may ask a token with its own, and of those that may do so for it. */
  tokenExchange: z.strictObject({ towards: clientIds.default([]), from: clientIds.default([]) }).optional(),
  backchannelLogoutUri: z.url({ protocol: /^https?$/ }).optional(),
  frontchannelLogoutUri: z.url({ protocol: /^https?$/ }).optional(),
});

/** What a service chose beyond its name and addresses. */
export type ServiceOptions = z.output<typeof options>;
export type GivenOptions = z.input<typeof options>;

/** Options as a caller gave them. Out: complete options, or what is wrong with which member. */
export function readOptions(
  given: unknown,
): { options: ServiceOptions } | { faults: { field: string; message: string }[] } {
  const read = options.safeParse(given ?? {}, { error: inFrench });
  if (!read.success)
    return {
      faults: read.error.issues.map((issue) => ({ field: issue.path.join('/'), message: issue.message })),
    };
  const faults = contradictions(read.data);
  return faults.length > 0 ? { faults } : { options: read.data };
}

function contradictions(o: ServiceOptions): { field: string; message: string }[] {
  const faults = [];
  if (o.authentication === 'private_key_jwt' && !o.jwks === !o.jwksUri)
    faults.push({
      field: 'jwks',
      message: 'Donnez les clés publiques du service, ou l’adresse où elles sont.',
    });
  if (o.authentication === 'tls_client_auth' && readName(o.tls?.subjectDn ?? '') === undefined)
    faults.push({
      field: 'tls/subjectDn',
      message: 'Donnez le sujet du certificat du service, par exemple CN=logiciel,OU=1990000019,O=…,C=FR.',
    });
  if (o.nationalCnf && !o.certificateBoundTokens)
    faults.push({
      field: 'nationalCnf',
      message: 'Cette écriture ne sert qu’aux jetons liés à un certificat (certificateBoundTokens).',
    });
  if (o.dpop && o.certificateBoundTokens)
    faults.push({
      field: 'certificateBoundTokens',
      message: 'Un jeton est lié à une clé (dpop) ou à un certificat, pas aux deux.',
    });
  return faults;
}

/** Whether a service lets in who shows that card: one of a person, or any where it chose so (PGSSI-S, EXI 06). */
export const takesCard = (
  { nonNominativeCards }: Pick<ServiceOptions, 'nonNominativeCards'>,
  { nominative }: { readonly nominative: boolean },
): boolean => nominative || nonNominativeCards === true;

import { z } from 'zod';
import { type AnyDemand, DEMANDS, ENDED_DEMANDS } from '../population/index.js';
import { LENT_ROLES } from '../sessions.js';
import { period } from './clock.js';

const idNat = z.string().min(10).max(40);

export const sessionBody = z.union([
  z.strictObject({ idNat }),
  z.strictObject({
    role: z.enum(LENT_ROLES),
    scope: z.string().max(40).optional(),
  }),
]);

export const phoneBody = z.strictObject({
  idNat,
  code: z
    .string()
    .regex(/^\d{4}$/, 'quatre chiffres')
    .optional(),
});

export const answerBody = z.strictObject({
  decision: z.enum(['approve', 'refuse']),
  number: z.int().min(0).max(99).optional(),
  code: z
    .string()
    .regex(/^\d{4}$/, 'quatre chiffres')
    .optional(),
});

export const cardBody = z.strictObject({
  idNat,
  type: z.enum(['CPS', 'CPF', 'CPE', 'CDE', 'CPA', 'CDA']).optional(),
});

const fourDigits = z.string().regex(/^\d{4}$/, 'quatre chiffres');

export const chipBody = z.strictObject({ pin: fourDigits.optional() });
export const chipDataBody = z.strictObject({ data: z.base64().max(4096) });

export const unblockBody = z.strictObject({
  puk: z.string().regex(/^\d{8}$/, 'huit chiffres'),
  pin: fourDigits,
});

export const certificateBody = z.strictObject({
  offer: z.enum(['ORG', 'SERV']).default('ORG'),
  usage: z.enum(['AUTH_CLI', 'SIGN', 'CONF', 'SSL', 'S/MIME']).default('AUTH_CLI'),
  commonName: z.string().min(1).max(253),
  structure: z.string().min(10).max(20).optional(),
  /** PEM. */
  csr: z.string().max(16_384).optional(),
  revocationCode: z.string().min(8).max(100).optional(),
});

export const kitBody = z.strictObject({
  finess: z.string().length(9),
  product: z.string().min(1).max(100),
  insi: z.enum(['MANU', 'AUTO']).optional(),
  contacts: z.array(z.email()).min(1).max(10),
});

export const revocationBody = z.strictObject({
  code: z.string().max(100),
  reason: z.enum([
    'unspecified',
    'key-compromise',
    'affiliation-changed',
    'superseded',
    'cessation-of-operation',
  ]),
});

export const clockSetBody = z.strictObject({ now: z.iso.datetime({ offset: true }) });
export const clockAdvanceBody = z.strictObject({ advance: period });

export const rhythmBody = z.strictObject({
  rhythm: z.enum(['immediate', 'national']),
  /** Code of a feed; all of them when left out. */
  feed: z.string().max(40).exactOptional(),
  /** Simulated time; now when left out. */
  from: z.iso.datetime({ offset: true }).exactOptional(),
});

export const perimeterBody = z.strictObject({
  population: z.string().max(40),
  included: z.boolean(),
});

export const clientBody = z.strictObject({
  name: z.string().min(1).max(100).exactOptional(),
  redirectUris: z.array(z.url()).min(1).max(20),
  postLogoutRedirectUris: z.array(z.url()).max(20).exactOptional(),
  acrPolicy: z.enum(['strict', 'tolerant']).exactOptional(),
  requirePkce: z.boolean().exactOptional(),
  // Read and judged where a service is registered.
  options: z.record(z.string(), z.unknown()).exactOptional(),
});

export const peopleQuery = z.strictObject({
  family: z.enum(['ordre', 'ars', 'role', 'structure']).optional(),
  profession: z.string().max(10).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

const mailText = (max: number) => z.string().min(1).max(max);

export const secureMailBody = z.strictObject({
  to: mailText(254),
  from: mailText(254),
  subject: mailText(200),
  text: mailText(10_000),
});

export const openMailboxBody = z.strictObject({
  address: mailText(254),
  accessToken: z.string().max(10_000).optional(),
  serviceKey: z.string().max(200).optional(),
});

export const conformityBody = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2000),
  /** Who signs in; somebody of the sandbox when left out. */
  idNat: idNat.exactOptional(),
});

/** Nurses in the proportions of January 2021. */
export const nursesBody = z.strictObject({ total: z.number().int().min(1).max(500) });

/** Somebody of a kind; `userinfo`: what a test identity tells. Kinds that ended are refused with whom to ask for instead. */
export const demandBody = z.strictObject({
  kind: z.enum(Object.keys({ ...DEMANDS, ...ENDED_DEMANDS }) as [AnyDemand, ...AnyDemand[]]),
  userinfo: z.record(z.string(), z.unknown()).exactOptional(),
});

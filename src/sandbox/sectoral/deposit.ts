import { randomUUID, X509Certificate } from 'node:crypto';
import { compactVerify, decodeProtectedHeader, type JWTHeaderParameters } from 'jose';
import { sql } from 'kysely';
import { z } from 'zod';
import { certificates } from '../../modules/credentials/index.js';
import { documentType, usageOf } from '../../modules/guidance/index.js';
import { today } from '../../platform/clock.js';
import type { Ctx } from '../../platform/context.js';
import { one } from '../../platform/db/connection.js';
import { Refusal } from '../../platform/errors.js';
import { checkShape } from '../../platform/http/json-body.js';
import type { Caller } from './caller.js';
import { served } from './calls.js';
import { sectoralErrors } from './errors.js';
import { patientOf } from './patients.js';

const draft = {
  type: z.string().max(40),
  title: z.string().min(1).max(200),
  body: z.string().min(1).max(20_000),
};
/** A document as a card deposits it. */
export const depositBody = z.strictObject(draft);
/** The same as software signs it: for which patient, once, and by whom of its users. */
const signedBody = z.strictObject({
  ...draft,
  patient: z.string().max(20),
  jti: z.string().min(8).max(100),
  account: z.string().min(1).max(80),
  /** Where it was made, and with which software: checked against the certificate where it names one. */
  finess: z.string().max(9).optional(),
  product: z.string().max(100).optional(),
});

/** What is sent: a document of a person, or one that a structure signed (JWS, compact). */
export type Sent = { readonly document: z.output<typeof depositBody> } | { readonly jws: string };

/**
 * Puts a document into a record: by a card of one's own, or by the two certificates of a structure, the one of the
 * connection and the one that signed. Out: its id.
 * @throws Refusal 403 by the matrix, a missing certificate (named) or a bad signature; 404; 409 a deposit seen before; 422
 */
export async function deposit(
  ctx: Ctx,
  caller: Caller | undefined,
  patient: string,
  sent: Sent,
): Promise<string> {
  const act = { act: 'dmp-feed', about: patient } as const;
  const row = usageOf('dmp-feed', 'org', today(ctx.clock))?.id ?? '';
  if ('jws' in sent && !caller) {
    const signer = await signerOf(ctx, sent.jws, row);
    const unseen: Caller = { means: 'org', certificate: signer.certificate };
    return served(ctx, unseen, act, () => Promise.reject(sectoralErrors.missingCertificate('AUTH_CLI', row)));
  }
  const signed = 'jws' in sent ? await verified(ctx, sent.jws, row).catch(asRefusal) : undefined;
  const account = signed && !(signed instanceof Refusal) ? signed.content.account : undefined;
  return served(ctx, caller && account ? { ...caller, account } : caller, act, async (by) => {
    if (!patientOf(patient)) throw sectoralErrors.unknownPatient();
    if (by.certificate) {
      if (!('jws' in sent)) throw sectoralErrors.missingCertificate('SIGN', row);
      if (signed instanceof Refusal) throw signed;
      if (signed) return structureDeposit(ctx, by.certificate, signed, patient, row);
    }
    if ('document' in sent) return write(ctx, patient, { ...sent.document, author: by.idNat ?? '' });
    throw sectoralErrors.badDeposit(
      'Une personne dépose un document sans la signature d’une structure.',
      row,
    );
  });
}

const asRefusal = (error: unknown): Refusal => {
  if (error instanceof Refusal) return error;
  throw error;
};

interface Signed {
  readonly certificate: certificates.SoftwareCertificate;
  readonly content: z.output<typeof signedBody>;
}

async function structureDeposit(
  ctx: Ctx,
  shown: certificates.SoftwareCertificate,
  { certificate, content }: Signed,
  patient: string,
  row: string,
): Promise<string> {
  if (content.patient !== patient)
    throw sectoralErrors.badDeposit('Le dépôt signé est celui d’un autre patient.', row);
  if (certificate.structureId !== shown.structureId || certificate.product !== shown.product)
    throw sectoralErrors.badDeposit(
      'Les deux certificats ne sont pas ceux du même logiciel d’une même structure.',
      row,
    );
  const { finess, product } = content;
  if (
    finess !== undefined &&
    product !== undefined &&
    (await certificates.misuse(ctx, shown, { finess, product }))
  )
    throw sectoralErrors.badDeposit(
      'Ce certificat est celui d’un autre logiciel, ou d’une autre structure.',
      row,
    );
  const author = `${shown.structureName} (${content.account})`;
  return write(ctx, patient, { ...content, author, signedBy: certificate.serial, deposit: content.jti });
}

/** Who signed: one of our certificates of signature, active now. @throws Refusal 403 */
async function signerOf(ctx: Ctx, jws: string, row: string) {
  const bad = (why: string) => sectoralErrors.badDeposit(why, row);
  const shown = certificateIn(jws);
  if (!shown) throw bad('Le dépôt ne se lit pas : une signature JWS, avec son certificat (x5c).');
  const fingerprint = shown.fingerprint256.replaceAll(':', '').toLowerCase();
  const certificate = await certificates.byFingerprint(ctx, fingerprint);
  if (certificate?.usage !== 'SIGN') throw bad('Ce certificat ne signe pas pour une structure.');
  const state = await certificates.stateOf(ctx, certificate.serial);
  if (state !== 'active') throw sectoralErrors.unusableCertificate(state ?? 'unknown');
  return { certificate, key: shown.publicKey };
}

async function verified(ctx: Ctx, jws: string, row: string): Promise<Signed> {
  const { certificate, key } = await signerOf(ctx, jws, row);
  const read = await compactVerify(jws, key, { algorithms: ['RS256', 'PS256'] }).catch(() => undefined);
  if (!read) throw sectoralErrors.badDeposit('La signature du dépôt n’est pas celle de son contenu.', row);
  return { certificate, content: checkShape(signedBody, jsonOf(read.payload)) };
}

function certificateIn(jws: string): X509Certificate | undefined {
  try {
    const [first = ''] = (decodeProtectedHeader(jws) as JWTHeaderParameters).x5c ?? [];
    return new X509Certificate(Buffer.from(first, 'base64'));
  } catch {
    return undefined;
  }
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

interface Written extends z.output<typeof depositBody> {
  readonly author: string;
  readonly signedBy?: string;
  readonly deposit?: string;
}

async function write(ctx: Ctx, patient: string, document: Written): Promise<string> {
  if (!documentType(document.type)) throw sectoralErrors.unknownType();
  const { type, title, body, author, signedBy = null, deposit: number = randomUUID() } = document;
  const made = await one(
    ctx.db,
    sql<{
      id: string;
    }>`insert into sandbox.dmp_documents (patient, type, title, body, at, author, signed_by, deposit)
      values (${patient}, ${type}, ${title}, ${body}, ${ctx.clock.now()}, ${author}, ${signedBy}, ${number})
      on conflict (deposit) do nothing returning 'depot-' || id id`,
  );
  if (!made) throw sectoralErrors.alreadyDeposited();
  return made.id;
}

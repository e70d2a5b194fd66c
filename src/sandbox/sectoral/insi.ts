import type { UsageAct, UsageRow } from '../../modules/guidance/index.js';
import type { Ctx } from '../../platform/context.js';
import type { Caller } from './caller.js';
import { served } from './calls.js';
import { sectoralErrors } from './errors.js';
import { type InventedPatient, PATIENTS, patientOf } from './patients.js';

/** The names of a certificate by which INSi is called: by a program alone, or for a user who asks. */
const AUTO = 'INSI-AUTO';
const MANU = 'INSI-MANU';

export interface Traits {
  readonly name: string;
  readonly givenName: string;
  readonly birthDate: string;
}

/** A qualified identity: the number, the strict traits, and its status. */
export type QualifiedIdentity = Traits & { readonly number: string; readonly status: 'qualified' };

/** Finds the identity of a patient by his traits. @throws Refusal 403 the matrix or DESIR_560, 404 nobody */
export const searchIdentity = (
  ctx: Ctx,
  caller: Caller | undefined,
  traits: Traits,
): Promise<QualifiedIdentity> =>
  served(ctx, caller, { act: 'insi-search' }, async (by, row) => {
    checkCertificate(by, row, 'insi-search');
    return qualified(PATIENTS.find((patient) => sameTraits(patient, traits)));
  });

/** Verifies one identity by its number. @throws Refusal as above */
export const verifyIdentity = (
  ctx: Ctx,
  caller: Caller | undefined,
  number: string,
): Promise<QualifiedIdentity> =>
  served(ctx, caller, { act: 'insi-verify', about: number }, async (by, row) => {
    checkCertificate(by, row, 'insi-verify');
    return qualified(patientOf(number));
  });

/** Verifies a lot of identities, without anybody. Out: which numbers are known. @throws Refusal as above */
export const verifyLot = (
  ctx: Ctx,
  caller: Caller | undefined,
  numbers: readonly string[],
): Promise<{ number: string; known: boolean }[]> =>
  served(ctx, caller, { act: 'insi-batch' }, async (by, row) => {
    checkCertificate(by, row, 'insi-batch');
    return numbers.map((number) => ({ number, known: patientOf(number) !== undefined }));
  });

/** A structure calls under a name that INSi imposes; a call made for a user names him. */
function checkCertificate({ certificate, account }: Caller, row: UsageRow, act: UsageAct): void {
  if (!certificate) return;
  const names = act === 'insi-batch' ? [AUTO] : [AUTO, MANU];
  const { commonName } = certificate;
  if (!names.includes(commonName)) throw sectoralErrors.insiName(commonName, names.join(' ou '), row.id);
  if (commonName === MANU && account === undefined) throw sectoralErrors.noAccount(row.id);
}

const plain = (text: string): string => text.normalize('NFD').replaceAll(/\P{L}/gu, '').toLowerCase();

const sameTraits = (patient: InventedPatient, traits: Traits): boolean =>
  plain(patient.name) === plain(traits.name) &&
  plain(patient.givenName) === plain(traits.givenName) &&
  patient.birthDate === traits.birthDate;

function qualified(patient: InventedPatient | undefined): QualifiedIdentity {
  if (!patient) throw sectoralErrors.unknownPatient();
  const { number, name, givenName, birthDate } = patient;
  return { number, name, givenName, birthDate, status: 'qualified' };
}

import { type ServiceAt, servicesAt } from '../../modules/identity-provider/index.js';
import type { Config } from '../../platform/config.js';
import type { Ctx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import type { CheckId } from './checks.js';
import { testPersonWithPhone } from './person.js';
import { checkMisconducts, checkRefusals } from './refusal-checks.js';
import { type ConformityReport, type Finding, failed, reportOf } from './report.js';
import { checkRequest } from './request-checks.js';
import type { Run } from './run.js';
import { checkSessions } from './session-checks.js';
import { checkSignIn } from './sign-in-checks.js';
import { type Departure, depart } from './visit.js';

export interface ConformityRequest {
  /** The page of the service with the button, or the address that begins a sign-in. */
  readonly url: string;
  /** Who signs in; somebody of the sandbox when left out. */
  readonly idNat?: string | undefined;
}

/** Services that are being judged: the misconduct of one run would mislead another. */
const underway = new WeakMap<Config, Set<string>>();

const unknownService = (origin: string): Refusal =>
  new Refusal({
    code: 'sandbox.unknown-service',
    status: 422,
    message: `Aucun service enregistré n’a d’adresse de retour à ${origin}. Enregistrez-le d’abord.`,
  });

/**
 * Plays what Pro Santé Connect asks of a service against its pages, as a browser and as a provider of identities that
 * misbehaves. It only goes to origins that a registered service declared.
 * @throws Refusal `sandbox.unknown-service`, `sandbox.nobody-to-sign-in`, `sandbox.already-judged`
 */
export async function judgeConformity(
  ctx: Ctx,
  { url, idNat }: ConformityRequest,
): Promise<ConformityReport> {
  const { origin } = new URL(url);
  const services = await servicesAt(ctx, origin);
  if (services.length === 0) throw unknownService(origin);
  return alone(ctx, origin, async () => {
    const run = await openRun(ctx, url, services, idNat);
    const service = await playAll(run, services);
    const shown = service ? { clientId: service.clientId, name: service.name } : null;
    const about = { url, issuer: run.issuer, service: shown, at: ctx.clock.now().toISOString() };
    return reportOf(about, run.findings);
  });
}

async function alone<T>({ config }: Ctx, origin: string, work: () => Promise<T>): Promise<T> {
  const busy = underway.get(config) ?? new Set();
  underway.set(config, busy);
  if (busy.has(origin))
    throw new Refusal({
      code: 'sandbox.already-judged',
      status: 409,
      message: 'Ce service est déjà en cours d’examen. Attendez la fin.',
    });
  busy.add(origin);
  return work().finally(() => busy.delete(origin));
}

async function openRun(
  ctx: Ctx,
  url: string,
  services: readonly ServiceAt[],
  idNat: string | undefined,
): Promise<Run> {
  const redirectUris = services.flatMap((one) => one.redirectUris);
  const pages = [...redirectUris, ...services.flatMap((one) => one.postLogoutRedirectUris)];
  return {
    ctx,
    url,
    issuer: `${ctx.config.origin}/auth/realms/esante-wallet`,
    origins: new Set([ctx.config.origin, ...pages.map((page) => new URL(page).origin)]),
    redirectUris,
    person: await testPersonWithPhone(ctx, idNat),
    findings: new Map<CheckId, Finding>(),
  };
}

async function playAll(run: Run, services: readonly ServiceAt[]): Promise<ServiceAt | undefined> {
  const departure = await firstDeparture(run);
  if (!departure) return undefined;
  const service = await checkRequest(run, services, departure);
  if (!service) return undefined;
  const visitor = await checkSignIn(run, departure);
  if (!visitor) return service;
  await checkRefusals(run);
  await checkMisconducts(run, service.clientId);
  await checkSessions(run, service, visitor);
  return service;
}

async function firstDeparture(run: Run): Promise<Departure | undefined> {
  try {
    const departure = await depart(run);
    if (!departure)
      run.findings.set('button', failed('Aucun lien ni formulaire de la page ne mène à Pro Santé Connect.'));
    return departure;
  } catch (error) {
    run.findings.set('button', failed(`Le service ne répond pas : ${(error as Error).message}.`));
    return undefined;
  }
}

import type { Level, OtherMeans, ServiceKind } from './declaration.js';
import { LEVELS } from './declaration.js';
import { type MeansCode, offeredMeans, STRONG_ACR, worthOn } from './means.js';

/** The day from which Pro Santé Connect must be there, by kind of service, and the text that says so. */
export const REQUIRED_SINCE: Readonly<
  Record<ServiceKind, { readonly since: string; readonly source: string } | undefined>
> = {
  national: {
    since: '2023-01-01',
    source:
      'Référentiel Pro Santé Connect (arrêté du 4 avril 2022) : services numériques en santé nationaux, tels que le DMP',
  },
  integrates: {
    since: '2023-01-01',
    source:
      'PGSSI-S, identification électronique v1.0, EXI 04 : logiciels qui intègrent fortement ces services',
  },
  other: undefined,
};

/** What each way into a service besides Pro Santé Connect is worth (PGSSI-S, identification électronique v1.0). */
export const WORTH_OF_OTHERS: Readonly<Record<OtherMeans, Level>> = {
  PASSWORD: 'low',
  SMS: 'low',
  CERTIFICATE: 'substantial',
  CARD: 'substantial',
};

/** A service as the rules judge it. */
export interface JudgedService {
  readonly kind: ServiceKind;
  readonly requiredLevel: Level;
  readonly otherMeans: readonly OtherMeans[];
  readonly connected: boolean;
  readonly acceptedMeans?: readonly MeansCode[] | undefined;
}

export const FINDINGS = ['not-connected', 'local-password', 'level'] as const;
export type Finding = (typeof FINDINGS)[number];

const weakest = (levels: readonly Level[]): Level | undefined =>
  LEVELS.find((level) => levels.includes(level));

/** The level that a service gives on a day: that of its weakest door; undefined when no door is known. */
export function givenLevel(service: JudgedService, day: string): Level | undefined {
  const psc: Level[] = service.connected
    ? offeredMeans(service, false, day).map((code) =>
        worthOn(code, day)?.acr === STRONG_ACR ? 'substantial' : 'low',
      )
    : [];
  return weakest([...psc, ...service.otherMeans.map((means) => WORTH_OF_OTHERS[means])]);
}

/**
 * What keeps a service from compliance on a day (YYYY-MM-DD): Pro Santé Connect is required and missing; a local
 * password is left where it is required; or less is given than the service itself requires. None: compliant.
 */
export function findingsOn(service: JudgedService, day: string): Finding[] {
  const rule = REQUIRED_SINCE[service.kind];
  const required = rule !== undefined && day >= rule.since;
  const given = givenLevel(service, day);
  const findings: Finding[] = [];
  if (required && !service.connected) findings.push('not-connected');
  if (required && service.otherMeans.includes('PASSWORD')) findings.push('local-password');
  if (given && LEVELS.indexOf(given) < LEVELS.indexOf(service.requiredLevel)) findings.push('level');
  return findings;
}

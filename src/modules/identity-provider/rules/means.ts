/** A way to sign in, as services name it when they say which ones they accept. */
export const MEANS_CODES = ['ECPS', 'CARD', 'DELEGATION', 'WEBAUTHN', 'TOTP', 'SMS'] as const;
export type MeansCode = (typeof MEANS_CODES)[number];

/** How a person proved who they are; services read it as `authMode`. The first two are the national values. */
export type AuthMode = 'MOBILE' | 'CARD' | 'DELEGATION' | 'WEBAUTHN' | 'TOTP' | 'SMS';

/** What a token says of a strong sign-in (référentiel Pro Santé Connect), and of a weaker one (OpenID Connect Core §2). */
export const STRONG_ACR = 'eidas1';
export const WEAK_ACR = '0';
export type Acr = typeof STRONG_ACR | typeof WEAK_ACR;

/** What a means is worth between two days (YYYY-MM-DD, both included), and the text that says so. */
export interface MeansPeriod {
  readonly from?: string;
  readonly to?: string;
  readonly acr: Acr;
  readonly factors: 1 | 2;
  /** The level in the words of PGSSI-S. */
  readonly level: string;
  readonly source: string;
}

export interface MeansRow {
  readonly code: MeansCode;
  readonly authMode: AuthMode;
  /** As people read it on the sign-in page. */
  readonly label: string;
  readonly periods: readonly MeansPeriod[];
}

const SUBSTANTIAL = { acr: STRONG_ACR, factors: 2, level: 'eIDAS substantiel' } as const;
const SINGLE = { acr: WEAK_ACR, factors: 1, level: 'un seul facteur' } as const;

/** Every means, in the order of the sign-in page. Days without a period: the means does not exist. */
export const MEANS: readonly MeansRow[] = [
  {
    code: 'ECPS',
    authMode: 'MOBILE',
    label: 'Application e-CPS',
    periods: [
      { ...SUBSTANTIAL, source: 'PGSSI-S, identification électronique v1.0, EXI 03 ; arrêté du 4/04/2022' },
    ],
  },
  {
    code: 'CARD',
    authMode: 'CARD',
    label: 'Carte',
    periods: [{ ...SUBSTANTIAL, source: 'PGSSI-S, identification électronique v1.0, EXI 03 et 06' }],
  },
  {
    code: 'DELEGATION',
    authMode: 'DELEGATION',
    label: 'Délégation',
    periods: [
      {
        ...SUBSTANTIAL,
        source:
          'PGSSI-S v1.0, EXI 08 à 14 : moyen local homologué, apparié une fois à un moyen national, deux facteurs',
      },
    ],
  },
  {
    code: 'WEBAUTHN',
    authMode: 'WEBAUTHN',
    label: 'Clé de sécurité',
    periods: [
      {
        ...SUBSTANTIAL,
        source:
          'RIE-PS 07 et 09 : enrôlée par un moyen fort, deux facteurs (clé, et code ou doigt), insensible à l’hameçonnage',
      },
    ],
  },
  {
    code: 'TOTP',
    authMode: 'TOTP',
    label: 'Code d’une application',
    periods: [{ ...SINGLE, source: 'RFC 6238 : ce que l’on possède, seul' }],
  },
  {
    code: 'SMS',
    authMode: 'SMS',
    label: 'Code par SMS',
    periods: [{ ...SINGLE, source: 'Code envoyé au mobile connu de l’autorité : ce que l’on possède, seul' }],
  },
];

/** The row of a means. */
export const meansOf = (code: MeansCode): MeansRow => MEANS.find((row) => row.code === code) as MeansRow;

/** The row of an `authMode`; undefined for what is none of ours. */
export const meansOfMode = (mode: string): MeansRow | undefined => MEANS.find((row) => row.authMode === mode);

/** What a means is worth on a day; undefined when it is not in force. */
export function worthOn(code: MeansCode, day: string): MeansPeriod | undefined {
  return meansOf(code).periods.find(({ from = '', to = '9999' }) => from <= day && day <= to);
}

/** What of a service decides about means: see service-options.ts. */
export interface MeansPolicy {
  readonly acceptedMeans?: readonly MeansCode[] | undefined;
}

/**
 * The means that a service takes on a day. Unsaid: every strong one, those to come included, so that nothing has to
 * change in services. `strongOnly`: the request asked for eidas1 by name, which no weak means satisfies.
 */
export function offeredMeans(service: MeansPolicy, strongOnly: boolean, day: string): MeansCode[] {
  return MEANS.flatMap(({ code }) => {
    const worth = worthOn(code, day);
    const strong = worth?.acr === STRONG_ACR;
    const taken = service.acceptedMeans ? service.acceptedMeans.includes(code) : strong;
    return worth && taken && (strong || !strongOnly) ? [code] : [];
  });
}

/** Whether a service takes a means that is not worth eidas1. */
export const acceptsWeak = (service: MeansPolicy, day: string): boolean =>
  offeredMeans(service, false, day).some((code) => worthOn(code, day)?.acr === WEAK_ACR);

/** Whether `acr_values` asks for eidas1 and would not take less. */
export function wantsStrong(asked: unknown): boolean {
  const values = typeof asked === 'string' ? asked.split(' ') : [];
  return values.includes(STRONG_ACR) && !values.includes(WEAK_ACR);
}

/** How a browser's session was opened. */
export interface Opened {
  readonly acr?: string | undefined;
  readonly amr?: readonly string[] | undefined;
}

/** Marks a session that a single factor took up again after a strong sign-in (RIE-PS 10). */
export const REENTRY = 'REENTRY';

/** Whether a session opened so lets its person into a service without another gesture. */
export function sessionSatisfies(
  { acr, amr }: Opened,
  service: MeansPolicy & { readonly singleFactorReentry?: boolean | undefined },
  strongOnly: boolean,
  day: string,
): boolean {
  const means = meansOfMode(amr?.[0] ?? '');
  if (!means) return false;
  if (amr?.includes(REENTRY) && acr === STRONG_ACR) return service.singleFactorReentry === true;
  return offeredMeans(service, strongOnly, day).includes(means.code);
}

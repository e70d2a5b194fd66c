import type { Declaration, GivenDeclaration } from '../../../modules/identity-provider/index.js';
import { MEANS, OTHER_MEANS } from '../../../modules/identity-provider/index.js';
import type { FieldError } from '../../../ui/index.js';
import { CHECKED_OPTIONS, KNOWN_OPTIONS, MEANS_FIELD, OTHER_FIELD, TEXT_OPTIONS } from './option-names.js';

export type Typed = Readonly<Record<string, string>>;

const TEXTS = [
  ...(['name', 'organisation', 'responsible', 'purpose', 'website'] as const),
  ...(['technicalContact', 'functionalContact', 'supportContact'] as const),
] as const;

const lines = (text = ''): string[] =>
  text
    .split(/\s+/)
    .map((line) => line.trim())
    .filter(Boolean);

/** JSON as typed; what is none stays text, which the rules then refuse. */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The declaration that a form stands for. */
export function declarationOf(typed: Typed): GivenDeclaration {
  return {
    ...Object.fromEntries(TEXTS.map((name) => [name, typed[name] ?? ''])),
    kind: (typed.kind ?? 'other') as Declaration['kind'],
    requiredLevel: (typed.requiredLevel ?? 'substantial') as Declaration['requiredLevel'],
    otherMeans: OTHER_MEANS.filter((means) => typed[OTHER_FIELD + means]),
    redirectUris: lines(typed.redirectUris),
    postLogoutRedirectUris: lines(typed.postLogoutRedirectUris),
    acrPolicy: typed.acrPolicy === 'tolerant' ? 'tolerant' : 'strict',
    requirePkce: typed.requirePkce === 'oui',
    options: optionsOf(typed),
  };
}

function optionsOf(typed: Typed): Record<string, unknown> {
  const accepted = MEANS.map(({ code }) => code).filter((code) => typed[MEANS_FIELD + code]);
  const subjectDn = typed['options/tls']?.trim();
  const given: Record<string, unknown> = {
    authentication: typed['options/authentication'] || undefined,
    jwks: typed['options/jwks']?.trim() ? json(typed['options/jwks']) : undefined,
    subject: typed['options/subject'] || undefined,
    claims: typed['options/claims'] || undefined,
    ciba: cibaOf(typed),
    events: eventsOf(typed),
    tls: subjectDn ? { subjectDn } : undefined,
    acceptedMeans: accepted.length > 0 ? accepted : undefined,
    pscOnly: typed['options/pscOnly'] ? typed['options/pscOnly'] === 'oui' : undefined,
  };
  for (const name of TEXT_OPTIONS) given[name] = typed[`options/${name}`]?.trim() || undefined;
  for (const name of CHECKED_OPTIONS) given[name] = typed[`options/${name}`] === 'oui' || undefined;
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const others = typed['options/others']?.trim() ? json(typed['options/others']) : {};
  return typeof others === 'object' && others !== null && !Array.isArray(others)
    ? { ...others, ...said }
    : { ...said, others };
}

function cibaOf(typed: Typed): unknown {
  const delivery = typed['options/ciba'];
  if (delivery === 'ping')
    return { delivery, notificationUri: typed['options/notificationUri']?.trim() ?? '' };
  return delivery === 'poll' ? { delivery } : undefined;
}

function eventsOf(typed: Typed): unknown {
  const delivery = typed['options/events'];
  if (delivery === 'push') return { delivery, endpoint: typed['options/endpoint']?.trim() ?? '' };
  return delivery === 'poll' ? { delivery } : undefined;
}

const tick = (value: unknown): string => (value === true ? 'oui' : '');
const shown = (value: unknown): string => (value === undefined ? '' : JSON.stringify(value, null, 2));

/** What the form of a declaration that exists shows first. */
export function typedOf(d: Declaration): Typed {
  const o = d.options;
  const ciba = o.ciba as { delivery?: string; notificationUri?: string } | undefined;
  const events = o.events as { delivery?: string; endpoint?: string } | undefined;
  const others = Object.fromEntries(Object.entries(o).filter(([name]) => !KNOWN_OPTIONS.has(name)));
  return {
    ...Object.fromEntries(TEXTS.map((name) => [name, d[name]])),
    kind: d.kind,
    requiredLevel: d.requiredLevel,
    ...Object.fromEntries(d.otherMeans.map((means) => [OTHER_FIELD + means, 'oui'])),
    redirectUris: d.redirectUris.join('\n'),
    postLogoutRedirectUris: d.postLogoutRedirectUris.join('\n'),
    acrPolicy: d.acrPolicy,
    requirePkce: tick(d.requirePkce),
    'options/authentication': String(o.authentication ?? ''),
    'options/jwks': shown(o.jwks),
    'options/subject': String(o.subject ?? ''),
    'options/claims': String(o.claims ?? ''),
    'options/ciba': ciba?.delivery ?? '',
    'options/notificationUri': ciba?.notificationUri ?? '',
    'options/events': events?.delivery ?? '',
    'options/endpoint': events?.endpoint ?? '',
    'options/tls': (o.tls as { subjectDn?: string } | undefined)?.subjectDn ?? '',
    'options/pscOnly': o.pscOnly === undefined ? '' : o.pscOnly ? 'oui' : 'non',
    ...Object.fromEntries(((o.acceptedMeans as string[]) ?? []).map((code) => [MEANS_FIELD + code, 'oui'])),
    ...Object.fromEntries(TEXT_OPTIONS.map((name) => [`options/${name}`, String(o[name] ?? '')])),
    ...Object.fromEntries(CHECKED_OPTIONS.map((name) => [`options/${name}`, tick(o[name])])),
    'options/others': Object.keys(others).length > 0 ? shown(others) : '',
  };
}

/** Faults of a declaration at the fields of its form; an address is named in its message. */
export function formErrors(
  faults: readonly { field: string; message: string }[],
  d: Pick<Declaration, 'redirectUris' | 'postLogoutRedirectUris'>,
): FieldError[] {
  return faults.map(({ field, message }) => {
    const [head = '', second = ''] = field.split('/');
    if (head === 'redirectUris' || head === 'postLogoutRedirectUris') {
      const uri = d[head][Number(second)];
      return { field: head, message: second && uri ? `${uri} : ${message}` : message };
    }
    if (head !== 'options') return { field: head, message };
    const known = KNOWN_OPTIONS.has(second) || second === 'notificationUri' || second === 'endpoint';
    return {
      field: known ? `options/${second}` : 'options/others',
      message: known ? message : `${field.slice('options/'.length) || 'options'} : ${message}`,
    };
  });
}

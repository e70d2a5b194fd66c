import { objectId, printable, sequence, set, utf8 } from './der.js';
import { children, dotted, type Element, read } from './read-der.js';

/** A distinguished name: one record per RDN, in order; a record of several types is one multi-valued RDN. */
export type DistinguishedName = Record<string, string[]>[];

/** Levels of assurance of the national infrastructure: élémentaire, standard, fort. */
export const RANGES = ['EL', 'ST', 'FO'] as const;
export type Range = (typeof RANGES)[number];

/** Whom an authority certifies: people, or organisations. */
const DOMAINS = ['PP', 'ORG'] as const;
type Domain = (typeof DOMAINS)[number];

/** An authority by the name of its published files, as in the national infrastructure. */
export type RootKey = `ACR-${Range}`;
export type IntermediateKey = `ACI-${Range}-${Domain}`;
export type AuthorityKey = RootKey | IntermediateKey;

/** The nine authorities of an installation, each root before those that it certifies. */
export const AUTHORITIES: readonly AuthorityKey[] = RANGES.flatMap((range): AuthorityKey[] => [
  `ACR-${range}`,
  ...DOMAINS.map((domain): IntermediateKey => `ACI-${range}-${domain}`),
]);

/** Those that certify people: cards. */
export const OF_PEOPLE = RANGES.map((range): IntermediateKey => `ACI-${range}-PP`);

/** The root above an authority; itself for a root. */
export const rootOf = (key: AuthorityKey): RootKey => `ACR-${key.split('-')[1] as Range}`;

const RANGE_NAMES: Readonly<Record<Range, string>> = { EL: 'ELEMENTAIRE', ST: 'STANDARD', FO: 'FORT' };
const DOMAIN_NAMES: Readonly<Record<Domain, string>> = { PP: 'PERSONNES', ORG: 'ORGANISATIONS' };

function commonName(key: AuthorityKey): string {
  const [, range, domain] = key.split('-') as [string, Range, Domain | undefined];
  return domain
    ? `AC IGC-ESCULAPE ${RANGE_NAMES[range]} ${DOMAIN_NAMES[domain]}`
    : `AC RACINE IGC-ESCULAPE ${RANGE_NAMES[range]}`;
}

/**
 * The name of an authority, in the layout of the national chain: C, O, two OU, CN, the word TEST where the data are
 * fictitious. The names are our own: nothing issued here can pass for a certificate of the national chain.
 */
export function authorityName(key: AuthorityKey, test: boolean): DistinguishedName {
  return [
    { C: ['FR'] },
    { O: ['ESCULAPE'] },
    { OU: ['0002 000000000'] },
    { OU: [`IGC-ESCULAPE${test ? ' TEST' : ''}`] },
    { CN: [`${test ? 'TEST ' : ''}${commonName(key)}`] },
  ];
}

const TYPES: Readonly<Record<string, string>> = {
  ...{ CN: '2.5.4.3', C: '2.5.4.6', ST: '2.5.4.8', O: '2.5.4.10', OU: '2.5.4.11' },
  ...{ SN: '2.5.4.4', title: '2.5.4.12', GN: '2.5.4.42' },
};

/** A name in DER (RFC 5280 §4.1.2.4): the country printable, the rest UTF-8. In: types by short name or identifier. */
export function nameDer(name: DistinguishedName): Buffer {
  const pair = (type: string, value: string) =>
    sequence(objectId(TYPES[type] ?? type), type === 'C' ? printable(value) : utf8(value));
  const rdn = (of: Record<string, string[]>) =>
    set(...Object.entries(of).flatMap(([type, values]) => values.map((value) => pair(type, value))));
  return sequence(...name.map(rdn));
}

const SHORT_NAMES = new Map(Object.entries(TYPES).map(([short, oid]) => [oid, short]));

/**
 * A name in DER as text (RFC 4514): last part first, `+` inside a multi-valued part, escaped where the text would mean
 * something else. This is what a service registers as the subject of its certificate. @throws NotDer
 */
export function nameText(der: Uint8Array): string {
  const pair = (of: Element) => {
    const [type, value] = children(of);
    const oid = dotted(type);
    return `${SHORT_NAMES.get(oid) ?? oid}=${escaped(value?.content.toString('utf8') ?? '')}`;
  };
  const parts = children(read(der)).map((rdn) => children(rdn, 0x31).map(pair).join('+'));
  return parts.toReversed().join(',');
}

const escaped = (text: string): string => text.replace(/[,+"\\<>;]/g, '\\$&').replace(/^[ #]| $/g, '\\$&');

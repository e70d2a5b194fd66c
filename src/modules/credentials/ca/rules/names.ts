/** A distinguished name: one record per RDN, in order; a record of several types is one multi-valued RDN. */
export type DistinguishedName = Record<string, string[]>[];

/** The authorities of an installation: one root, one for people's cards, one for servers. */
export type AuthorityKey = 'root' | 'persons' | 'organisations';

const COMMON_NAMES: Readonly<Record<AuthorityKey, string>> = {
  root: 'AC RACINE IGC-ESCULAPE FORT',
  persons: 'AC IGC-ESCULAPE FORT PERSONNES',
  organisations: 'AC IGC-ESCULAPE FORT ORGANISATIONS',
};

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
    { CN: [`${test ? 'TEST ' : ''}${COMMON_NAMES[key]}`] },
  ];
}

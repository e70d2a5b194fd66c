import { readJson } from '../store.js';
import type { Profession } from './professions.js';

type Diplomas = { pairs: [type: string, diploma: string, list: string, profession: string][] };
type Authorisations = { pairs: [type: string, list: string, profession: string][] };

let diplomas: Diplomas | undefined;
let authorisations: Authorisations | undefined;

/**
 * The diplomas that give access to a profession of the regional agencies (association ASS_A28).
 * Out: type (TRE_R14) and code (TRE_R48 for state diplomas, JDV_J183 otherwise); empty for other professions.
 */
export function diplomasFor(of: Pick<Profession, 'list' | 'code'>): { type: string; diploma: string }[] {
  diplomas ??= readJson<Diplomas>('associations/ASS_A28.json');
  return diplomas.pairs
    .filter(([, , list, code]) => list === of.list && code === of.code)
    .map(([type, diploma]) => ({ type, diploma }));
}

/**
 * The types of authorisation to practise (TRE_R17) that exist for a profession of the regional agencies
 * (association ASS_A30); empty for other professions.
 */
export function authorisationsFor(of: Pick<Profession, 'list' | 'code'>): string[] {
  authorisations ??= readJson<Authorisations>('associations/ASS_A30.json');
  return authorisations.pairs
    .filter(([, list, code]) => list === of.list && code === of.code)
    .map(([type]) => type);
}

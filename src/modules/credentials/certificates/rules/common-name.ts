import type { Offer, Usage } from './offers.js';

/** The only names of an application that INSi takes: by itself, or when a user asks (letters, sign and case count). */
export const INSI_NAMES = ['INSI-AUTO', 'INSI-MANU'] as const;

const LONGEST = 64;
const LABEL = /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/i;

/**
 * What is wrong with the name on a certificate, in French; undefined when nothing is. A name stays for three years, so
 * that a host must be one, and what looks like a name of INSi must be it.
 */
export function commonNameProblem(offer: Offer, usage: Usage, name: string): string | undefined {
  if (offer === 'SERV') return hostProblem(name);
  if (name.length === 0 || name.length > LONGEST || name !== name.trim())
    return `Donnez un nom de 1 à ${LONGEST} signes, sans espace autour.`;
  if (!/^[\p{L}\p{N} ._'’()-]+$/u.test(name)) return 'Ce nom contient un signe qui n’est pas permis.';
  const insi = INSI_NAMES.some((one) => one === name);
  if (!insi && /^insi[\s._-]*(auto|manu)$/i.test(name))
    return `INSi n’accepte que ${INSI_NAMES.join(' et ')}.`;
  if (insi && usage !== 'AUTH_CLI') return 'Ce nom est réservé à l’authentification auprès d’INSi.';
  return undefined;
}

function hostProblem(name: string): string | undefined {
  const labels = name.split('.');
  const known = labels.length >= 2 && name.length <= 253 && labels.every((label) => LABEL.test(label));
  if (!known) return 'Donnez un nom de domaine complet, par exemple dmp.clinique.example.';
  return /^\d+$/.test(labels.at(-1) ?? '') ? 'Une adresse IP n’est pas un nom de domaine.' : undefined;
}

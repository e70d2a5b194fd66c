import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The certificates of a file in PEM; none without a file. @throws Error when it cannot be read, or holds none */
export function certificatesIn(file: string | undefined): readonly X509Certificate[] {
  if (file === undefined || file === '') return [];
  const found = readFileSync(file, 'utf8').match(PEM) ?? [];
  if (found.length === 0) throw new Error('aucun certificat (PEM) dans ce fichier');
  return found.map((text) => new X509Certificate(text));
}

/**
 * Failures of the database that a person can understand; undefined for any other error. `noRoom`: whether the server found
 * its disk full, which it tells nobody who was connected.
 */
export function databaseProblem(error: unknown, noRoom: () => boolean = () => false): string | undefined {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (code === '53100' || code === 'ENOSPC') return 'Le disque est plein.';
  if (/^(57P0[1-3]|08|ECONNRESET|EPIPE)/.test(code) || /Connection terminated|not queryable/.test(message))
    return `${noRoom() ? 'Le disque est plein : la' : 'La'} base de données s’est arrêtée pendant le chargement.`;
  return undefined;
}

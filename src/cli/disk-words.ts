/** What the file system refuses, in words; undefined for any other error. In: what was thrown. */
export const diskReason = (error: unknown): string | undefined =>
  DISK.get((error as NodeJS.ErrnoException).code ?? '');

const DISK: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'le disque est plein'],
  ['EDQUOT', 'le quota du disque est atteint'],
  ['EACCES', 'l’accès au dossier est refusé'],
  ['EPERM', 'l’accès au dossier est refusé'],
  ['EROFS', 'le disque est en lecture seule'],
  ['ENOTDIR', 'ce chemin passe par un fichier'],
  ['EEXIST', 'un fichier porte déjà ce nom'],
  ['EISDIR', 'un dossier porte le nom d’un des fichiers'],
]);

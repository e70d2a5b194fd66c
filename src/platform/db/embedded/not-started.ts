const FULL = /No space left on device|Disk quota exceeded/;

/** The embedded PostgreSQL could not be made or started: no fault of the program. */
export class NotStarted extends Error {
  /** In: what could not be done, in words; what PostgreSQL said; where the rest of it lies. */
  constructor(what: string, said: string, journal?: string) {
    const where = journal === undefined ? '' : ` (journal : ${journal})`;
    super(FULL.test(said) ? `${what} : le disque est plein${where}.` : `${what}${where}.\n${said.trim()}`);
    this.name = 'NotStarted';
  }
}

import pg from 'pg';

/** Errors that node-postgres makes itself, without a code. */
const WITHOUT_CODE =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|terminating connection|Cannot use a pool after)/;

/** What the server says: no connection (class 08), too many of them, or it stops, starts or recovers. */
const CODES = /^(08...|53300|57P0[1235]|25P0[34])$/;

/** How connections to the database failed. The codes of such errors are those of every socket: only they themselves tell. */
const losses = new WeakSet<Error>();

/** A client of the database whose losses `isDatabaseAway` knows. */
export class Client extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.connection.on('error', (error: Error) => losses.add(error));
  }
}

/**
 * True when a query failed because the database cannot be reached now: nothing is wrong with what was asked. False for the
 * same failure of a connection to anybody else, a mail server or a caller.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return (
    losses.has(error) || (typeof code === 'string' && CODES.test(code)) || WITHOUT_CODE.test(error.message)
  );
}

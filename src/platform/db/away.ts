/** Errors that node-postgres makes itself, without a code. */
const WITHOUT_CODE =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|terminating connection|Cannot use a pool after)/;

/** No connection (class 08), too many of them, or a server that stops, starts or recovers. */
const CODES =
  /^(08...|53300|57P0[1235]|25P0[34]|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND)$/;

/** True when a query failed because the database cannot be reached now: nothing is wrong with what was asked. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return (typeof code === 'string' && CODES.test(code)) || WITHOUT_CODE.test(error.message);
}

import { type Logger, pino } from 'pino';

/** Keys whose values never reach the log, wherever they stand in the logged object. */
const SECRET_KEYS = [
  'password',
  'secret',
  'token',
  'code',
  'pin',
  'cookie',
  'authorization',
  'mail',
  'mobile',
];

/** What PostgreSQL quotes of the row at fault. */
const ROW_TEXTS = ['err.detail', 'err.where', 'err.cause.detail', 'err.cause.where'];

export type Log = Logger;

/** JSON lines on standard error; secrets and contact data are replaced by «[masqué]». */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      redact: {
        paths: [...ROW_TEXTS, ...SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`])],
        censor: '[masqué]',
      },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

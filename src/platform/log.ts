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

/** Where errors quote what they were about: PostgreSQL the row at fault, a mail server the recipient. */
const QUOTES = ['detail', 'where', 'rejected', 'rejectedErrors', 'recipient', 'response', 'envelope'];

export type Log = Logger;

/** JSON lines on standard error; secrets and contact data are replaced by «[masqué]». */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      redact: {
        paths: [
          ...QUOTES.flatMap((key) => [`err.${key}`, `err.*.${key}`]),
          ...SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
        ],
        censor: '[masqué]',
      },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

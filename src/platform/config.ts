import type { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { certificatesIn } from './certificates-file.js';
import { ConfigError } from './config-error.js';
import { type TrustedProxies, trustedProxies } from './http/caller.js';

/** The secret that ships with the sandbox; production refuses to start with it. */
export const SANDBOX_SECRET = 'esculape-sandbox-secret-not-for-production';

const port = (fallback: number) => z.coerce.number().int().min(0).max(65535).default(fallback);

const environment = z.object({
  ESCULAPE_PROFILE: z.enum(['sandbox', 'production']).default('sandbox'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port(3000),
  DEMO_PORTS: z
    .string()
    .regex(/^\d+,\d+$/, 'deux ports séparés par une virgule')
    .default('3001,3002'),
  TLS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  MTLS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  CARD_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  IGC_KEYS_DIR: z.string().optional(),
  IGC_PKCS11_MODULE: z.string().optional(),
  IGC_PKCS11_TOKEN: z.string().optional(),
  IGC_PKCS11_PIN: z.string().optional(),
  IGC_KEY_BITS: z.coerce
    .number()
    .pipe(z.union([z.literal(2048), z.literal(4096)]))
    .default(4096),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z.string().optional(),
  DATABASE_DIRECT_URL: z.string().optional(),
  ESCULAPE_ORIGIN: z.url().optional(),
  ESCULAPE_SECRET: z.string().min(32).optional(),
  ESCULAPE_LOG: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  OUTGOING_ALLOWED: z.string().optional(),
  ACME_HTTP_PORT: port(80),
  TRUSTED_PROXIES: z.string().default('').transform(orRefused(trustedProxies)),
  SECURITY_KEY_MAKERS: z.string().optional().transform(orRefused(certificatesIn)),
  RPPS_PREFIX: z
    .string()
    .regex(/^\d{3,6}$/)
    .optional(),
  SANDBOX_API_KEY: z.string().min(16).optional(),
  SANDBOX_PEOPLE: z.coerce.number().int().min(0).max(100_000).default(5000),
  EXTRACTS_DIR: z.string().optional(),
  ACCOUNT_BY: z.enum(['any', 'card']).default('any'),
  EXTRACTS_DAYS: z.coerce.number().int().min(0).max(3650).default(7),
  RESTRICTED_CERTIFICATE: z.enum(['optional', 'required']).default('optional'),
  SMTP_URL: z.string().optional(),
  SMS_URL: z.url().optional(),
  SUPPORT_CONTACT: z.email().optional(),
  OTHER_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  MAIL_FROM: z.string().default('ne-pas-repondre@esculape.example'),
});

function orRefused<In, Out>(read: (given: In) => Out) {
  return (given: In, context: z.RefinementCtx): Out => {
    try {
      return read(given);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  };
}

/** 3443 and 3444 for the usual port 3000; a second program on another port finds others. */
const besides = (port: number, distance: number): number =>
  port === 0 ? 0 : port + (port > 65_000 ? -distance : distance);

/** A token of keys: its library, its label, what opens it. */
export interface TokenSettings {
  readonly module: string;
  readonly label: string;
  readonly pin: string;
}

export interface Config {
  readonly profile: 'sandbox' | 'production';
  readonly host: string;
  readonly port: number;
  /** Ports of the two demo services, sandbox only. */
  readonly demoPorts: readonly [number, number];
  /** Port that serves the same pages over TLS, certified by the built-in authority. */
  readonly tlsPort: number;
  /** The addresses at which a browser may meet this program: `origin`, and the one of `tlsPort`. */
  readonly origins: readonly string[];
  /** Port that asks browsers for a card, over TLS. */
  readonly cardPort: number;
  /** Where that port is, as browsers see it. No trailing slash. */
  readonly cardOrigin: string;
  /** Where the keys of the built-in authority are, encrypted; processes on several machines share it. */
  readonly igcKeysDir: string;
  /** The token (PKCS#11) that holds those keys instead of the folder; undefined without one. */
  readonly igcToken: TokenSettings | undefined;
  /** Length of the keys of authorities. */
  readonly igcKeyBits: 2048 | 4096;
  /** Port that asks services for their certificate, over TLS, and where it is. No trailing slash. */
  readonly mtlsPort: number;
  readonly mtlsOrigin: string;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly databaseDirectUrl: string | undefined;
  /** Only source of issuer and links; never the Host header. No trailing slash. */
  readonly origin: string;
  readonly secret: string;
  /** Reverse proxies whose X-Forwarded-For names the caller. */
  readonly trustedProxies: TrustedProxies;
  /** Authorities of the makers of security keys that are taken; none: any maker, who is then not asked for. */
  readonly securityKeyMakers: readonly X509Certificate[];
  /** Hosts, or `host:port`, of this machine or its network that may be called for a service (logout, keys). */
  readonly outgoingAllowed: readonly string[];
  /** Port at which hosts prove themselves by http-01. */
  readonly acmeHttpPort: number;
  readonly logLevel: string;
  /** First digits of the RPPS numbers given here. */
  readonly rppsPrefix: string;
  readonly sandboxApiKey: string | undefined;
  /** Size of the fictitious population loaded at first start. */
  readonly sandboxPeople: number;
  /** Where the extracts of the directory are; processes on several machines share it. */
  readonly extractsDir: string;
  /** Whether a professional's account in the Annuaire opens by CPS or CPA alone. */
  readonly accountByCard: boolean;
  /** Days for which an extract stays after a newer one. */
  readonly extractsDays: number;
  /** Programs that read restricted data show a software certificate besides their token. */
  readonly restrictedCertificate: boolean;
  readonly smtpUrl: string | undefined;
  readonly smsUrl: string | undefined;
  readonly mailFrom: string;
  /** Where people write for help; shown on the page of the state of services. */
  readonly supportContact: string | undefined;
  /** The production of this sandbox, or the sandbox of this production. No trailing slash. */
  readonly otherOrigin: string | undefined;
  /** Cookies carry Secure unless the origin is http on loopback. */
  readonly secureCookies: boolean;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const isLoopback = (hostname: string) => LOOPBACK.includes(hostname);

const readList = (text: string | undefined): string[] | undefined =>
  text
    ?.split(',')
    .map((item) => item.trim())
    .filter(Boolean);

/** All three settings, or none. @throws ConfigError */
function tokenSettings(e: z.infer<typeof environment>): TokenSettings | undefined {
  const { IGC_PKCS11_MODULE: module, IGC_PKCS11_TOKEN: label, IGC_PKCS11_PIN: pin } = e;
  if (!module && !label && !pin) return undefined;
  if (module && label && pin) return { module, label, pin };
  throw new ConfigError(
    'Configuration refusée.\nIGC_PKCS11_MODULE, IGC_PKCS11_TOKEN et IGC_PKCS11_PIN vont ensemble.',
  );
}

/**
 * Reads the whole configuration from environment variables.
 * @throws ConfigError, in French, naming each faulty variable.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')} : ${issue.message}`);
    throw new ConfigError(`Configuration refusée.\n${lines.join('\n')}`);
  }
  const e = parsed.data;
  const url = new URL(e.ESCULAPE_ORIGIN ?? `http://localhost:${e.PORT}`);
  // As browsers write it: it is compared with their Origin header.
  const origin = url.origin;
  if (!/^https?:$/.test(url.protocol) || url.href !== `${origin}/`)
    throw new ConfigError('Configuration refusée.\nESCULAPE_ORIGIN : une origine est attendue, sans chemin');
  const production = e.ESCULAPE_PROFILE === 'production';
  if (production) refuseUnsafeProduction(e, url);
  const tlsPort = e.TLS_PORT ?? besides(e.PORT, 443);
  const cardPort = e.CARD_PORT ?? besides(e.PORT, 444);
  const mtlsPort = e.MTLS_PORT ?? besides(e.PORT, 445);
  const [first, second] = e.DEMO_PORTS.split(',').map(Number) as [number, number];
  return {
    profile: e.ESCULAPE_PROFILE,
    host: e.HOST,
    port: e.PORT,
    demoPorts: [first, second],
    tlsPort,
    origins: [...new Set([origin, `https://${url.hostname}:${tlsPort}`])],
    cardPort,
    cardOrigin: `https://${url.hostname}:${cardPort}`,
    mtlsPort,
    mtlsOrigin: `https://${url.hostname}:${mtlsPort}`,
    igcKeysDir: e.IGC_KEYS_DIR ?? join(e.DATA_DIR, 'igc'),
    igcKeyBits: e.IGC_KEY_BITS,
    dataDir: e.DATA_DIR,
    databaseUrl: e.DATABASE_URL,
    databaseDirectUrl: e.DATABASE_DIRECT_URL ?? e.DATABASE_URL,
    origin,
    secret: e.ESCULAPE_SECRET ?? SANDBOX_SECRET,
    trustedProxies: e.TRUSTED_PROXIES,
    securityKeyMakers: e.SECURITY_KEY_MAKERS,
    outgoingAllowed: readList(e.OUTGOING_ALLOWED) ?? (production ? [] : LOOPBACK),
    acmeHttpPort: e.ACME_HTTP_PORT,
    igcToken: tokenSettings(e),
    logLevel: e.ESCULAPE_LOG,
    rppsPrefix: e.RPPS_PREFIX ?? '9978',
    sandboxApiKey: e.SANDBOX_API_KEY,
    sandboxPeople: e.SANDBOX_PEOPLE,
    extractsDir: e.EXTRACTS_DIR ?? join(e.DATA_DIR, 'extractions'),
    accountByCard: e.ACCOUNT_BY === 'card',
    extractsDays: e.EXTRACTS_DAYS,
    restrictedCertificate: e.RESTRICTED_CERTIFICATE === 'required',
    smtpUrl: e.SMTP_URL,
    smsUrl: e.SMS_URL,
    mailFrom: e.MAIL_FROM,
    supportContact: e.SUPPORT_CONTACT ?? (production ? undefined : 'support@esculape.example'),
    otherOrigin: e.OTHER_ORIGIN && new URL(e.OTHER_ORIGIN).origin,
    secureCookies: !(url.protocol === 'http:' && isLoopback(url.hostname)),
  };
}

/** Different signs in a secret: fewer than this were not drawn at random, even in hexadecimal. */
const LEAST_SIGNS = 10;

const isClear = (url: URL) => url.protocol !== 'https:' && !isLoopback(url.hostname);

function refuseUnsafeProduction(e: z.infer<typeof environment>, origin: URL): void {
  const problems: string[] = [];
  if (!e.ESCULAPE_ORIGIN || origin.protocol !== 'https:')
    problems.push('ESCULAPE_ORIGIN : une origine https est exigée');
  if (!e.ESCULAPE_SECRET || e.ESCULAPE_SECRET === SANDBOX_SECRET)
    problems.push('ESCULAPE_SECRET : un secret propre à cette installation est exigé');
  else if (new Set(e.ESCULAPE_SECRET).size < LEAST_SIGNS)
    problems.push('ESCULAPE_SECRET : ce secret se devine, tirez-le au hasard');
  if (e.IGC_KEY_BITS < 4096) problems.push('IGC_KEY_BITS : 4096 est exigé');
  if (e.SANDBOX_API_KEY) problems.push('SANDBOX_API_KEY : cette clé n’existe que dans un bac à sable');
  if (!e.RPPS_PREFIX || e.RPPS_PREFIX.startsWith('997'))
    problems.push('RPPS_PREFIX : la plage de numéros est exigée, et 997 est réservé aux essais');
  if (!e.SMTP_URL) problems.push('SMTP_URL : le serveur de courriel est exigé');
  if (!e.SMS_URL) problems.push('SMS_URL : la passerelle de SMS est exigée');
  else if (isClear(new URL(e.SMS_URL)))
    problems.push('SMS_URL : des codes y passent, une adresse https est exigée hors de cette machine');
  if (problems.length > 0) throw new ConfigError(`Production refusée.\n${problems.join('\n')}`);
}

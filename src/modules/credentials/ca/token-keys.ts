import { createPrivateKey, createPublicKey, type JsonWebKey, randomUUID } from 'node:crypto';
import type { PKCS11, Template } from 'pkcs11js';
import type { TokenSettings } from '../../../platform/config.js';
import { type KeyStore, KeyUnavailable } from './store-of-keys.js';

type Library = typeof import('pkcs11js');
type Handle = Buffer;

/** A token of keys that was opened: its library, and a way to borrow one of its sessions. */
interface OpenToken {
  readonly library: Library;
  readonly pkcs11: PKCS11;
  /** Runs work on a session that nobody else uses meanwhile: a session does one thing at a time. */
  borrow<T>(work: (session: Handle) => Promise<T> | T): Promise<T>;
}

const LONGEST_SIGNATURE = 1024;

const atWork = new Set<Buffer>();

/** Holds bytes while another thread reads them: the package keeps their address only, and they could be swept away. */
async function keeping<T>(bytes: Buffer, work: (bytes: Buffer) => Promise<T>): Promise<T> {
  atWork.add(bytes);
  try {
    return await work(bytes);
  } finally {
    atWork.delete(bytes);
  }
}

/** Answers are signed as fast as the token goes by several sessions. */
const SESSIONS = 4;

/**
 * Keys of a token by PKCS#11 (v2.40): made there, used there; they cannot be read out. In: the library of the token, its label,
 * its PIN. Opened at its first use. The package pkcs11js is optional and has to be built where it is used.
 */
export function tokenKeys(settings: TokenSettings): KeyStore {
  let opened: Promise<OpenToken> | undefined;
  const token = (): Promise<OpenToken> => {
    opened ??= openToken(settings);
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };
  return {
    async make(bits) {
      const { library, pkcs11, borrow } = await token();
      const reference = randomUUID();
      const publicKey = await borrow(async (session) => {
        const pair = await pkcs11.C_GenerateKeyPairAsync(
          session,
          { mechanism: library.CKM_RSA_PKCS_KEY_PAIR_GEN },
          publicTemplate(library, reference, bits),
          privateTemplate(library, reference),
        );
        return publicPart(library, pkcs11, session, pair.publicKey);
      });
      return { reference, publicKey };
    },
    async adopt(pkcs8) {
      const { library, pkcs11, borrow } = await token();
      const reference = randomUUID();
      const jwk = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
      await borrow((session) => pkcs11.C_CreateObject(session, importedTemplate(library, reference, jwk)));
      return reference;
    },
    async forget(reference) {
      const { library, pkcs11, borrow } = await token();
      await borrow((session) => {
        for (const kind of [library.CKO_PRIVATE_KEY, library.CKO_PUBLIC_KEY]) {
          const found = find(library, pkcs11, session, kind, reference);
          if (found) pkcs11.C_DestroyObject(session, found);
        }
      });
    },
    async sign(reference, data) {
      const { library, pkcs11, borrow } = await token();
      return borrow((session) => {
        const key = find(library, pkcs11, session, library.CKO_PRIVATE_KEY, reference);
        if (!key) throw new KeyUnavailable(`the token ${settings.label} has no key ${reference}`);
        pkcs11.C_SignInit(session, { mechanism: library.CKM_SHA256_RSA_PKCS }, key);
        return keeping(Buffer.from(data), (plain) =>
          pkcs11.C_SignAsync(session, plain, Buffer.alloc(LONGEST_SIGNATURE)),
        );
      });
    },
  };
}

async function openToken({ module, label, pin }: TokenSettings): Promise<OpenToken> {
  const library = await import('pkcs11js').then(
    (found) => (found as Library & { default?: Library }).default ?? found,
    (cause) => {
      throw new KeyUnavailable('IGC_PKCS11_MODULE wants the package pkcs11js, built for this machine', {
        cause,
      });
    },
  );
  const pkcs11 = new library.PKCS11();
  pkcs11.load(module);
  try {
    // Sessions sign in threads of their own: without this word the library guards nothing of its own against them.
    pkcs11.C_Initialize({ flags: library.CKF_OS_LOCKING_OK });
  } catch (error) {
    if ((error as { code?: number }).code !== library.CKR_CRYPTOKI_ALREADY_INITIALIZED) throw error;
  }
  const slot = pkcs11.C_GetSlotList(true).find((one) => pkcs11.C_GetTokenInfo(one).label.trim() === label);
  if (!slot) throw new KeyUnavailable(`no token of the label ${label} at ${module}`);
  const flags = library.CKF_SERIAL_SESSION | library.CKF_RW_SESSION;
  const sessions = Array.from({ length: SESSIONS }, () => pkcs11.C_OpenSession(slot, flags));
  logIn(library, pkcs11, sessions[0] as Handle, pin);
  return { library, pkcs11, borrow: lender(sessions) };
}

/** All sessions of a token are open once one is. @throws KeyUnavailable for a wrong PIN */
function logIn(library: Library, pkcs11: PKCS11, session: Handle, pin: string): void {
  try {
    pkcs11.C_Login(session, library.CKU_USER, pin);
  } catch (error) {
    const { code } = error as { code?: number };
    if (code === library.CKR_USER_ALREADY_LOGGED_IN) return;
    throw new KeyUnavailable('the token refuses IGC_PKCS11_PIN', { cause: error });
  }
}

/** Lends each session to one at a time, in the order in which they were asked for. */
function lender(sessions: readonly Handle[]): OpenToken['borrow'] {
  const free = [...sessions];
  const waiting: ((session: Handle) => void)[] = [];
  return async (work) => {
    const session = free.pop() ?? (await new Promise<Handle>((resolve) => waiting.push(resolve)));
    try {
      return await work(session);
    } finally {
      const next = waiting.shift();
      if (next) next(session);
      else free.push(session);
    }
  };
}

const named = (library: Library, reference: string): Template => [
  { type: library.CKA_ID, value: Buffer.from(reference) },
  { type: library.CKA_LABEL, value: `igc ${reference}` },
  { type: library.CKA_TOKEN, value: true },
];

const publicTemplate = (library: Library, reference: string, bits: number): Template => [
  ...named(library, reference),
  { type: library.CKA_MODULUS_BITS, value: bits },
  { type: library.CKA_PUBLIC_EXPONENT, value: Buffer.from([1, 0, 1]) },
  { type: library.CKA_VERIFY, value: true },
];

/** It signs and does nothing else, and never leaves. */
const privateTemplate = (library: Library, reference: string): Template => [
  ...named(library, reference),
  { type: library.CKA_PRIVATE, value: true },
  { type: library.CKA_SENSITIVE, value: true },
  { type: library.CKA_EXTRACTABLE, value: false },
  { type: library.CKA_SIGN, value: true },
];

function importedTemplate(library: Library, reference: string, jwk: JsonWebKey): Template {
  const part = (text: string | undefined) => Buffer.from(text ?? '', 'base64url');
  return [
    { type: library.CKA_CLASS, value: library.CKO_PRIVATE_KEY },
    { type: library.CKA_KEY_TYPE, value: library.CKK_RSA },
    ...privateTemplate(library, reference),
    { type: library.CKA_MODULUS, value: part(jwk.n) },
    { type: library.CKA_PUBLIC_EXPONENT, value: part(jwk.e) },
    { type: library.CKA_PRIVATE_EXPONENT, value: part(jwk.d) },
    { type: library.CKA_PRIME_1, value: part(jwk.p) },
    { type: library.CKA_PRIME_2, value: part(jwk.q) },
    { type: library.CKA_EXPONENT_1, value: part(jwk.dp) },
    { type: library.CKA_EXPONENT_2, value: part(jwk.dq) },
    { type: library.CKA_COEFFICIENT, value: part(jwk.qi) },
  ];
}

function find(
  library: Library,
  pkcs11: PKCS11,
  session: Handle,
  kind: number,
  reference: string,
): Handle | undefined {
  pkcs11.C_FindObjectsInit(session, [
    { type: library.CKA_CLASS, value: kind },
    { type: library.CKA_ID, value: Buffer.from(reference) },
  ]);
  const [found] = pkcs11.C_FindObjects(session, 1);
  pkcs11.C_FindObjectsFinal(session);
  return found;
}

/** A public key of the token as SubjectPublicKeyInfo. */
function publicPart(library: Library, pkcs11: PKCS11, session: Handle, key: Handle): Buffer {
  const [n, e] = pkcs11
    .C_GetAttributeValue(session, key, [{ type: library.CKA_MODULUS }, { type: library.CKA_PUBLIC_EXPONENT }])
    .map(({ value }) => (value as Buffer).toString('base64url'));
  const jwk = { kty: 'RSA', n: n ?? '', e: e ?? '' };
  return createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'der' });
}

import { createPrivateKey } from 'node:crypto';
import type { PKCS11, Template } from 'pkcs11js';
import type { cards } from '../modules/credentials/index.js';
import { Refusal } from '../platform/errors.js';

type Library = typeof import('pkcs11js');

/** Labels of the keys in a card (specification of the national library). */
const KEYS = { AUTH: 'CPS_PRIV_AUT', SIGN: 'CPS_PRIV_SIG' } as const;

const refusal = (message: string) => new Refusal({ code: 'sandbox.card-token', status: 409, message });

/** Writes a card with the objects of its chip. Out: the label of the token. */
export type WriteCard = (card: cards.IssuedCard, objects: readonly cards.ChipObject[]) => string;

/**
 * Finds a token with a free slot, before a card is made for it: a card replaces the former one. In: the library of the token.
 * Out: what writes a card there, for programs that use cards by PKCS#11: its code is the PIN of the token, its unblocking code
 * that of the security officer. The lock after three wrong codes is the token's business.
 * @throws Refusal when there is no package to speak to tokens, no such library, or no free slot
 */
export async function freeToken(module: string): Promise<WriteCard> {
  const library = await readLibrary();
  const pkcs11 = new library.PKCS11();
  begin(library, pkcs11, module);
  const free = pkcs11
    .C_GetSlotList(true)
    .find((slot) => (pkcs11.C_GetTokenInfo(slot).flags & library.CKF_TOKEN_INITIALIZED) === 0);
  if (!free) throw refusal('Ce jeton n’a pas d’emplacement libre.');
  return (card, objects) => {
    const label = `${card.type} ${card.number}`;
    pkcs11.C_InitToken(free, card.puk, label.padEnd(32));
    const session = openedWith(library, pkcs11, label, card);
    for (const template of templatesOf(library, card, objects)) pkcs11.C_CreateObject(session, template);
    pkcs11.C_CloseSession(session);
    return label;
  };
}

async function readLibrary(): Promise<Library> {
  const found = await import('pkcs11js').catch(() => {
    throw refusal('Le paquet pkcs11js n’est pas installé, ou n’est pas construit pour cette machine.');
  });
  return (found as Library & { default?: Library }).default ?? found;
}

function begin(library: Library, pkcs11: PKCS11, module: string): void {
  try {
    pkcs11.load(module);
  } catch {
    throw refusal(`La bibliothèque ${module} ne se charge pas.`);
  }
  try {
    pkcs11.C_Initialize();
  } catch (error) {
    if ((error as { code?: number }).code !== library.CKR_CRYPTOKI_ALREADY_INITIALIZED) throw error;
  }
}

/** The officer gives the PIN, then the holder comes in with it. */
function openedWith(library: Library, pkcs11: PKCS11, label: string, { pin, puk }: cards.IssuedCard): Buffer {
  const slot = pkcs11.C_GetSlotList(true).find((one) => pkcs11.C_GetTokenInfo(one).label.trim() === label);
  if (!slot) throw refusal('Le jeton ne montre pas la carte qui vient d’y être écrite.');
  const session = pkcs11.C_OpenSession(slot, library.CKF_SERIAL_SESSION | library.CKF_RW_SESSION);
  pkcs11.C_Login(session, library.CKU_SO, puk);
  pkcs11.C_InitPIN(session, pin);
  pkcs11.C_Logout(session);
  pkcs11.C_Login(session, library.CKU_USER, pin);
  return session;
}

function templatesOf(
  library: Library,
  card: cards.IssuedCard,
  objects: readonly cards.ChipObject[],
): Template[] {
  const common = (kind: number, label: string, behindCode: boolean, writable = false): Template => [
    { type: library.CKA_CLASS, value: kind },
    { type: library.CKA_TOKEN, value: true },
    { type: library.CKA_MODIFIABLE, value: writable },
    // Libraries let nobody change the value of a data object: who writes it puts another in its place.
    { type: library.CKA_DESTROYABLE, value: writable },
    { type: library.CKA_PRIVATE, value: behindCode },
    { type: library.CKA_LABEL, value: label },
  ];
  const keys = card.keys.flatMap(({ usage, key, certificate }): Template[] => {
    const [label, id] = [KEYS[usage], { type: library.CKA_ID, value: Buffer.from(usage) }];
    return [
      [...common(library.CKO_PRIVATE_KEY, label, true), id, ...privateParts(library, key)],
      [
        ...common(library.CKO_CERTIFICATE, label, false),
        id,
        { type: library.CKA_CERTIFICATE_TYPE, value: library.CKC_X_509 },
        { type: library.CKA_SUBJECT, value: Buffer.alloc(0) },
        { type: library.CKA_VALUE, value: certificate },
      ],
    ];
  });
  const data = objects.map(
    ({ label, access, der, writable }): Template => [
      ...common(library.CKO_DATA, label, access === 'pin', writable),
      { type: library.CKA_APPLICATION, value: 'CPS' },
      { type: library.CKA_VALUE, value: der },
    ],
  );
  return [...keys, ...data];
}

function privateParts(library: Library, pkcs8: Buffer): Template {
  const jwk = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
  const part = (type: number, text: string | undefined) => ({
    type,
    value: Buffer.from(text ?? '', 'base64url'),
  });
  return [
    { type: library.CKA_KEY_TYPE, value: library.CKK_RSA },
    { type: library.CKA_SENSITIVE, value: true },
    { type: library.CKA_EXTRACTABLE, value: false },
    { type: library.CKA_SIGN, value: true },
    ...[part(library.CKA_MODULUS, jwk.n), part(library.CKA_PUBLIC_EXPONENT, jwk.e)],
    ...[part(library.CKA_PRIVATE_EXPONENT, jwk.d), part(library.CKA_PRIME_1, jwk.p)],
    ...[part(library.CKA_PRIME_2, jwk.q), part(library.CKA_EXPONENT_1, jwk.dp)],
    ...[part(library.CKA_EXPONENT_2, jwk.dq), part(library.CKA_COEFFICIENT, jwk.qi)],
  ];
}

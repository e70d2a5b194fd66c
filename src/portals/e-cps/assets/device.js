// The key of this device. It is made here, cannot be exported, and never leaves the browser's own store.

const DATABASE = 'e-cps';
const STORE = 'device';
const CURRENT = 'current';

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function store(mode) {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await settled(opening);
  return database.transaction(STORE, mode).objectStore(STORE);
}

/** What this device keeps: `{ecpsId, deviceToken, privateKey}`; undefined when it holds no e-CPS. */
export const loadDevice = async () => settled((await store('readonly')).get(CURRENT));

export const keepDevice = async (device) => settled((await store('readwrite')).put(device, CURRENT));

export const forgetDevice = async () => settled((await store('readwrite')).delete(CURRENT));

/** A P-256 key pair whose private half only signs, here. */
export async function makeKey() {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  return { privateKey, publicKeyJwk: await crypto.subtle.exportKey('jwk', publicKey) };
}

const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** A compact JWS, ES256, over the answer. */
export async function sign(privateKey, answer) {
  const text = new TextEncoder();
  const part = (value) => base64url(text.encode(JSON.stringify(value)));
  const payload = { ...answer, origin: location.origin, iat: Math.floor(Date.now() / 1000) };
  const signed = `${part({ alg: 'ES256' })}.${part(payload)}`;
  const signature = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    privateKey,
    text.encode(signed),
  );
  return `${signed}.${base64url(new Uint8Array(signature))}`;
}

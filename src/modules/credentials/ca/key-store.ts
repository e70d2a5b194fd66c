import { createPrivateKey, generateKeyPair, type KeyObject, randomUUID, sign } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Config } from '../../../platform/config.js';
import { makeFolderOf } from '../../../platform/files/make-folder.js';
import { seal, unseal } from '../../../platform/secrets.js';
import { type KeyStore, KeyUnavailable } from './store-of-keys.js';
import { tokenKeys } from './token-keys.js';

const PURPOSE = 'credentials:authority-key';
const makePair = promisify(generateKeyPair);
const signed = promisify(sign) as (algorithm: string, data: Uint8Array, key: KeyObject) => Promise<Buffer>;

/** Keys as files of one folder, each encrypted under the secret of the installation. */
export function encryptedFiles({ igcKeysDir, secret }: Pick<Config, 'igcKeysDir' | 'secret'>): KeyStore {
  const opened = new Map<string, Promise<KeyObject>>();
  const keep = async (pkcs8: Buffer): Promise<string> => {
    const reference = randomUUID();
    await writeKey(igcKeysDir, reference, seal(secret, PURPOSE, pkcs8.toString('base64')));
    return reference;
  };
  const key = (reference: string): Promise<KeyObject> => {
    const known = opened.get(reference);
    if (known) return known;
    const reading = readKey(igcKeysDir, reference, secret);
    opened.set(reference, reading);
    reading.catch(() => opened.delete(reference));
    return reading;
  };
  return {
    async make(bits) {
      const { privateKey, publicKey } = await makePair('rsa', { modulusLength: bits });
      const reference = await keep(privateKey.export({ type: 'pkcs8', format: 'der' }));
      return { reference, publicKey: publicKey.export({ type: 'spki', format: 'der' }) };
    },
    async adopt(pkcs8) {
      createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
      return keep(pkcs8);
    },
    async forget(reference) {
      opened.delete(reference);
      await rm(join(igcKeysDir, `${reference}.key`), { force: true });
    },
    sign: async (reference, data) => signed('sha256', data, await key(reference)),
  };
}

/** Written whole, on the disk, before anything is signed by it. */
async function writeKey(folder: string, reference: string, text: string): Promise<void> {
  makeFolderOf('IGC_KEYS_DIR', folder, 0o700);
  const path = join(folder, `${reference}.key`);
  const file = await open(`${path}.new`, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

async function readKey(folder: string, reference: string, secret: string): Promise<KeyObject> {
  const path = join(folder, `${reference}.key`);
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new KeyUnavailable(
      `the key ${path} cannot be read: is IGC_KEYS_DIR the folder of this installation?`,
      {
        cause,
      },
    );
  });
  const pkcs8 = unseal(secret, PURPOSE, text);
  if (!pkcs8) throw new KeyUnavailable(`the key ${path} was encrypted under another ESCULAPE_SECRET`);
  return createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' });
}

const stores = new WeakMap<Config, KeyStore>();

/** The key store of an installation; keys that it has opened stay open for the life of the process. */
export function keyStore(config: Config): KeyStore {
  const known = stores.get(config) ?? (config.igcToken ? tokenKeys(config.igcToken) : encryptedFiles(config));
  stores.set(config, known);
  return known;
}

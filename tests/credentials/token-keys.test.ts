import { execFileSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeyUnavailable } from '../../src/modules/credentials/ca/store-of-keys.js';
import { tokenKeys } from '../../src/modules/credentials/ca/token-keys.js';
import { certificates, igc } from '../../src/modules/credentials/index.js';
import { readConfig } from '../../src/platform/config.js';
import { hasOpenssl, openssl, workshop } from './openssl.js';
import { type World, world } from './world.js';

const MODULE = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/pkcs11/libsofthsm2.so'].find(existsSync);
const isBuilt = await import('pkcs11js').then(
  () => true,
  () => false,
);
const [LABEL, PIN] = ['esculape-essai', '2580'];
const folder = mkdtempSync(join(tmpdir(), 'esculape-token-'));
const settings = { module: MODULE ?? '', label: LABEL, pin: PIN };
const former = process.env.SOFTHSM2_CONF;

/** Forgets what the library knows of tokens: it reads where they are once, for the whole process. */
async function closeLibrary(): Promise<void> {
  const { PKCS11 } = await import('pkcs11js');
  const library = new PKCS11();
  library.load(settings.module);
  try {
    library.C_Finalize();
  } catch {
    // Nobody had opened it.
  }
}

describe.skipIf(!MODULE || !isBuilt)('keys in a token', () => {
  let w: World;

  beforeAll(async () => {
    const conf = join(folder, 'softhsm2.conf');
    mkdirSync(join(folder, 'tokens'));
    writeFileSync(conf, `directories.tokendir = ${join(folder, 'tokens')}\nlog.level = ERROR\n`);
    process.env.SOFTHSM2_CONF = conf;
    const made = ['--init-token', '--free', '--label', LABEL, '--so-pin', '12345678', '--pin', PIN];
    execFileSync('softhsm2-util', made, { stdio: 'ignore' });
    await closeLibrary();
    w = await world();
  });
  afterAll(async () => {
    await w?.close();
    await closeLibrary();
    if (former === undefined) delete process.env.SOFTHSM2_CONF;
    else process.env.SOFTHSM2_CONF = former;
    rmSync(folder, { recursive: true, force: true });
  });

  it('sign as those of files do, taken over or made there, several at once, until they are destroyed', async () => {
    const keys = tokenKeys(settings);
    const made = await keys.make(2048);
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const adopted = await keys.adopt(privateKey.export({ type: 'pkcs8', format: 'der' }));
    const spki = publicKey.export({ type: 'spki', format: 'der' });
    const data = Buffer.from('ce qui est signé');
    for (const [reference, der] of [
      [made.reference, made.publicKey],
      [adopted, spki],
    ] as const) {
      const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
      const signatures = await Promise.all(Array.from({ length: 20 }, () => keys.sign(reference, data)));
      expect(signatures.every((one) => verify('sha256', data, key, one))).toBe(true);
    }
    await keys.forget(made.reference);
    await expect(keys.sign(made.reference, data)).rejects.toThrow(KeyUnavailable);
    await expect(tokenKeys({ ...settings, label: 'autre' }).sign(adopted, data)).rejects.toThrow(
      KeyUnavailable,
    );
  });

  it.skipIf(!hasOpenssl)(
    'are those of the authorities: what they certify satisfies OpenSSL, without a file of keys',
    async () => {
      const shop = workshop();
      const igcKeysDir = join(folder, 'fichiers');
      const ctx = { ...w.ctx, config: { ...w.ctx.config, igcToken: settings, igcKeysDir } };
      const made = await certificates.issueCertificate(ctx, {
        ...{ offer: 'ORG', usage: 'AUTH_CLI', commonName: 'logiciel', revocationCode: 'un code long' },
        bearer: { name: 'CLINIQUE', nationalId: '1990000381', departement: 'Paris (75)' },
      });
      const chain = shop.file(await igc.chainPem(ctx));
      const leaf = shop.file(certificates.pemOf(made.certificate));
      expect(await openssl('verify', '-x509_strict', '-CAfile', chain, leaf)).toContain('OK');
      expect(existsSync(igcKeysDir)).toBe(false);
      shop.clean();
    },
  );
});

it('wants its library, its label and its PIN together', () => {
  const env = { IGC_PKCS11_MODULE: '/x.so', IGC_PKCS11_TOKEN: 'igc', IGC_PKCS11_PIN: '1234' };
  expect(readConfig(env).igcToken).toEqual({ module: '/x.so', label: 'igc', pin: '1234' });
  expect(readConfig({}).igcToken).toBeUndefined();
  for (const name of Object.keys(env)) expect(() => readConfig({ ...env, [name]: '' })).toThrow('IGC_PKCS11');
});

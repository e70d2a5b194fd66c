import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The library of SoftHSM, where this machine has one. */
export const SOFTHSM = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/pkcs11/libsofthsm2.so'].find(
  existsSync,
);

/** The package that speaks to tokens, where it is built. */
export const pkcs11js = await import('pkcs11js').then(
  (found) => found.default ?? found,
  () => undefined,
);

/** The library reads where its tokens are once: another file of tests of this process may have asked it before. */
function readAnew(): void {
  if (!SOFTHSM || !pkcs11js) return;
  const pkcs11 = new pkcs11js.PKCS11();
  pkcs11.load(SOFTHSM);
  try {
    pkcs11.C_Initialize();
  } catch {
    // It was open already: closed here all the same.
  }
  pkcs11.C_Finalize();
}

/** Empty tokens in a folder, until what is returned is called. */
export function tokensIn(folder: string): () => void {
  const former = process.env.SOFTHSM2_CONF;
  mkdirSync(join(folder, 'tokens'), { recursive: true });
  const conf = join(folder, 'softhsm2.conf');
  writeFileSync(conf, `directories.tokendir = ${join(folder, 'tokens')}\nlog.level = ERROR\n`);
  process.env.SOFTHSM2_CONF = conf;
  readAnew();
  return () => {
    readAnew();
    if (former === undefined) delete process.env.SOFTHSM2_CONF;
    else process.env.SOFTHSM2_CONF = former;
  };
}

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chainOf, type Issued, issueWithKey } from '../../src/modules/credentials/ca/issue.js';
import { pkcs12Writer } from '../../src/modules/credentials/ca/pkcs12.js';
import { ORGANISATION, type PublishedAuthority, publishedAuthority } from './authority.js';
import { hasOpenssl, openssl, opensslRefusal } from './openssl.js';

const PASSWORD = 'quatre mots à retenir';
const NAME = 'Clé de l’essai é';

let w: PublishedAuthority;
let made: Issued;

beforeAll(async () => {
  w = await publishedAuthority();
  made = await issueWithKey(w.ctx, 'ACI-EL-ORG', {
    ...{ profile: 'ORG AUTH_CLI', subject: ORGANISATION, days: 30 },
  });
});
afterAll(() => w.close());

it.skipIf(!hasOpenssl)(
  'a PKCS#12 file is of today’s algorithms, and OpenSSL finds in it what was put there',
  async () => {
    const file = w.shop.file((await pkcs12Writer(PASSWORD, 2500))({ ...made, name: NAME }));
    const opened = await openssl('pkcs12', '-info', '-in', file, '-passin', `pass:${PASSWORD}`, '-nodes');
    expect(opened).toContain('MAC: sha256, Iteration 2500');
    expect(opened).toMatch(/MAC length: 32, salt length: 16/);
    const parts = opened.match(/PBES2, PBKDF2, AES-256-CBC, Iteration 2500, PRF hmacWithSHA256/g);
    expect(parts).toHaveLength(2);
    const held = opened.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
    const expected = [made.certificate, ...(await chainOf(w.ctx, 'ACI-EL-ORG'))];
    expect(held.map((pem) => new X509Certificate(pem).raw)).toEqual(expected);
    const key = createPrivateKey(
      /-----BEGIN PRIVATE KEY-----[\s\S]*-----END PRIVATE KEY-----/.exec(opened)?.[0] ?? '',
    );
    expect(key.export({ type: 'pkcs8', format: 'der' })).toEqual(made.key);
    expect(opened.match(/localKeyID: 01/g)).toHaveLength(2);
    expect(opened.match(/friendlyName: /g)).toHaveLength(2);
    const refused = await opensslRefusal('pkcs12', '-in', file, '-passin', 'pass:quatre mots', '-nodes');
    expect(refused).toContain('invalid password');
  },
);

it('any change to a PKCS#12 file closes it, and two files of one password have nothing encrypted in common', async () => {
  const write = await pkcs12Writer(PASSWORD, 1000);
  const [file, again] = [write({ ...made, name: NAME }), write({ ...made, name: NAME })];
  const opens = (pfx: Buffer) => createSecureContext({ pfx, passphrase: PASSWORD });
  for (const one of [file, again]) expect(() => opens(one)).not.toThrow();
  for (let tried = 0; tried < 40; tried += 1) {
    const altered = Buffer.from(file);
    const at = 60 + Math.floor(((altered.length - 130) / 40) * tried);
    altered[at] = (altered[at] ?? 0) ^ 0x20;
    expect(() => opens(altered), `byte ${at}`).toThrow();
  }
  expect(file.length).toBe(again.length);
  const same = file.filter((byte, i) => byte === again[i]).length;
  expect(same / file.length).toBeLessThan(0.15);
});

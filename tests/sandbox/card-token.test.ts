import { createVerify, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cards } from '../../src/modules/credentials/index.js';
import { freeToken } from '../../src/sandbox/card-token.js';
import { makeCard } from '../../src/sandbox/cards.js';
import { type CardsWorld, cardsWorld, somebody } from '../credentials/cards-world.js';
import { pkcs11js, SOFTHSM, tokensIn } from '../support/softhsm.js';

const folder = mkdtempSync(join(tmpdir(), 'esculape-card-token-'));
const [MODULE, library] = [SOFTHSM, pkcs11js];

describe.skipIf(!MODULE || !library)('a card in a token', () => {
  let w: CardsWorld;

  let leave: () => void;

  beforeAll(async () => {
    leave = tokensIn(folder);
    w = await cardsWorld();
  });
  afterAll(async () => {
    await w?.stop();
    leave?.();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows its free objects to any program, the rest and its keys with the code, and refuses another code', async () => {
    if (!MODULE || !library) return;
    const { idNat } = await w.register('CNOM', somebody());
    const made = await makeCard(w.app.ctx, { idNat });
    const { number, pin } = made;
    const objects = await cards.readChip(w.app.ctx, { number, pin });
    const label = (await freeToken(MODULE))(made, objects);
    expect(label).toBe(`CPS ${number}`);

    const pkcs11 = new library.PKCS11();
    pkcs11.load(MODULE);
    const slot = pkcs11.C_GetSlotList(true).find((one) => pkcs11.C_GetTokenInfo(one).label.trim() === label);
    const session = pkcs11.C_OpenSession(slot as Buffer, library.CKF_SERIAL_SESSION);
    const labels = (kind: number): string[] => {
      pkcs11.C_FindObjectsInit(session, [{ type: library.CKA_CLASS, value: kind }]);
      const found = pkcs11.C_FindObjects(session, 50);
      pkcs11.C_FindObjectsFinal(session);
      return found
        .map((one) => pkcs11.C_GetAttributeValue(session, one, [{ type: library.CKA_LABEL }])[0]?.value)
        .map(String)
        .sort();
    };
    const free = objects.filter(({ access }) => access === 'free').map((one) => one.label);
    expect(labels(library.CKO_DATA)).toEqual(free.sort());
    expect(labels(library.CKO_PRIVATE_KEY)).toEqual([]);
    const wrong = pin === '1590' ? '1591' : '1590';
    expect(() => pkcs11.C_Login(session, library.CKU_USER, wrong)).toThrow();
    pkcs11.C_Login(session, library.CKU_USER, pin);
    expect(labels(library.CKO_DATA)).toEqual(objects.map((one) => one.label).sort());
    expect(labels(library.CKO_PRIVATE_KEY)).toEqual(['CPS_PRIV_AUT', 'CPS_PRIV_SIG']);

    pkcs11.C_FindObjectsInit(session, [
      { type: library.CKA_CLASS, value: library.CKO_PRIVATE_KEY },
      { type: library.CKA_LABEL, value: 'CPS_PRIV_AUT' },
    ]);
    const [key] = pkcs11.C_FindObjects(session, 1);
    pkcs11.C_FindObjectsFinal(session);
    pkcs11.C_SignInit(session, { mechanism: library.CKM_SHA256_RSA_PKCS }, key as Buffer);
    const data = Buffer.from('ce qui est signé');
    const signature = pkcs11.C_Sign(session, data, Buffer.alloc(512));
    const certificate = made.keys.find(({ usage }) => usage === 'AUTH')?.certificate ?? Buffer.alloc(0);
    const verified = createVerify('sha256').update(data);
    expect(verified.verify(new X509Certificate(certificate).publicKey, signature)).toBe(true);
    pkcs11.C_CloseSession(session);
  });

  it('lets any program write CPS_DATA without the code, and no other object', async () => {
    if (!MODULE || !library) return;
    const { idNat } = await w.register('CNOM', somebody());
    const made = await makeCard(w.app.ctx, { idNat });
    const objects = await cards.readChip(w.app.ctx, { number: made.number, pin: made.pin });
    const label = (await freeToken(MODULE))(made, objects);
    const pkcs11 = new library.PKCS11();
    pkcs11.load(MODULE);
    const slot = pkcs11.C_GetSlotList(true).find((one) => pkcs11.C_GetTokenInfo(one).label.trim() === label);
    const session = pkcs11.C_OpenSession(slot as Buffer, library.CKF_SERIAL_SESSION | library.CKF_RW_SESSION);
    const object = (name: string): Buffer => {
      pkcs11.C_FindObjectsInit(session, [{ type: library.CKA_LABEL, value: name }]);
      const [found] = pkcs11.C_FindObjects(session, 1);
      pkcs11.C_FindObjectsFinal(session);
      if (!found) throw new Error(`no ${name}`);
      return found;
    };
    const value = (name: string) =>
      pkcs11.C_GetAttributeValue(session, object(name), [{ type: library.CKA_VALUE }])[0]?.value as Buffer;
    const replace = (name: string) => {
      pkcs11.C_DestroyObject(session, object(name));
      pkcs11.C_CreateObject(session, [
        { type: library.CKA_CLASS, value: library.CKO_DATA },
        { type: library.CKA_TOKEN, value: true },
        { type: library.CKA_PRIVATE, value: false },
        { type: library.CKA_LABEL, value: name },
        { type: library.CKA_VALUE, value: Buffer.from('laissé là') },
      ]);
    };
    replace('CPS_DATA');
    expect(value('CPS_DATA')).toEqual(Buffer.from('laissé là'));
    const free = objects.filter(({ access }) => access === 'free');
    for (const { label: name, der } of free.filter(({ writable }) => !writable)) {
      expect(() => replace(name)).toThrow();
      expect([name, value(name)]).toEqual([name, der]);
    }
    pkcs11.C_CloseSession(session);
  });
});

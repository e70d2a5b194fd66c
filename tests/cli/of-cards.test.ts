import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { card } from '../../src/cli/card.js';
import type { Command } from '../../src/cli/command.js';
import { letters } from '../../src/cli/letters.js';
import { cards } from '../../src/modules/credentials/index.js';
import { type CardsWorld, cardsWorld, DELIVERED, somebody } from '../credentials/cards-world.js';
import { IGC_KEYS } from '../support/igc-keys.js';
import { pkcs11js, SOFTHSM, tokensIn } from '../support/softhsm.js';

const folder = mkdtempSync(join(tmpdir(), 'esculape-of-cards-'));
let w: CardsWorld;

beforeAll(async () => {
  w = await cardsWorld();
});
afterAll(async () => {
  await w.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a command beside the program, on its database; what it printed and its exit code. */
async function run(command: Command, ...args: string[]): Promise<{ code: number; text: string }> {
  for (const [name, value] of Object.entries({ DATABASE_URL: w.app.databaseUrl, ...IGC_KEYS }))
    vi.stubEnv(name, value);
  let text = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    return { code: await command.run(args), text };
  } finally {
    write.mockRestore();
  }
}

describe('esculape letters', () => {
  it('hands each letter over once, as files of their owner alone, the chip opening with what is beside it', async () => {
    await w.register('CNOM', somebody());
    await w.advance(DELIVERED);
    const out = join(folder, 'lettres');
    expect((await run(letters)).code).toBe(2);
    expect(await run(letters, '--out', out)).toEqual({ code: 0, text: `Lettres remises : 2, dans ${out}\n` });
    const files = readdirSync(out);
    const named = (end: string) => files.filter((name) => name.endsWith(end));
    expect([named('.pdf').length, named('.p12').length, named('.mot-de-passe').length]).toEqual([2, 2, 1]);
    for (const name of files) expect([name, statSync(join(out, name)).mode & 0o777]).toEqual([name, 0o600]);
    for (const name of named('.pdf'))
      expect(readFileSync(join(out, name)).subarray(0, 5).toString()).toBe('%PDF-');
    const passphrase = readFileSync(join(out, named('.mot-de-passe')[0] ?? ''), 'utf8');
    for (const name of named('.p12'))
      expect(() => createSecureContext({ pfx: readFileSync(join(out, name)), passphrase })).not.toThrow();
    expect(await run(letters, '--out', out)).toEqual({ code: 0, text: 'Aucune lettre n’attend.\n' });
  });

  it('says that a folder cannot be written, and hands nothing over', async () => {
    await w.register('CNOM', somebody());
    await w.advance(DELIVERED);
    for (const out of ['/proc/x', '/proc/x/y', '/dev/null/x'])
      await expect(run(letters, '--out', out)).rejects.toThrow(`Le dossier ${out} ne peut pas être écrit`);
    const out = join(folder, 'ensuite', 'lettres');
    expect((await run(letters, '--out', out)).text).toContain('Lettres remises : 2');
  });
});

describe('esculape card', () => {
  it('makes no card for a token that is not there, nor for nobody, nor outside a sandbox', async () => {
    const { idNat } = await w.register('CNOM', somebody());
    expect((await run(card, idNat)).code).toBe(2);
    await expect(run(card, idNat, '--pkcs11', join(folder, 'absent.so'))).rejects.toMatchObject({
      code: 'sandbox.card-token',
    });
    const held = () => cards.cardsOf(w.app.ctx, { holder: idNat });
    expect(await held()).toEqual([]);
    vi.stubEnv('ESCULAPE_PROFILE', 'production');
    const outside = run(card, idNat, '--pkcs11', 'x.so');
    await expect(
      outside.then(
        ({ code }) => code,
        () => 2,
      ),
    ).resolves.toBe(2);
    expect(await held()).toEqual([]);
  });

  it.skipIf(!SOFTHSM || !pkcs11js)(
    'writes the card of somebody into a free token, and tells its codes',
    async () => {
      const leave = tokensIn(folder);
      const { idNat } = await w.register('CNOM', somebody());
      try {
        const { code, text } = await run(card, idNat, '--pkcs11', SOFTHSM ?? '');
        const [held] = await cards.cardsOf(w.app.ctx, { holder: idNat });
        expect(text).toMatch(/^Jeton « CPS \d{10} »\nCode \d{4}, code de déblocage \d{8}\n$/);
        expect([code, text.includes(held?.number ?? 'none'), held?.standing]).toEqual([0, true, 'active']);
      } finally {
        leave();
      }
    },
  );
});

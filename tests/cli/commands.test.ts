import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CryptoKey, exportJWK, generateKeyPair } from 'jose';
import pg from 'pg';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { authorityClient, mailOperator } from '../../src/cli/authority-client.js';
import { client } from '../../src/cli/client.js';
import type { Command } from '../../src/cli/command.js';
import { role } from '../../src/cli/role.js';
import { testDatabase } from '../support/database.js';

let url: string;
beforeAll(async () => {
  url = await testDatabase();
});

/** Runs a command on the test's database; what it printed and its exit code. */
async function run(command: Command, ...args: string[]): Promise<{ code: number; text: string }> {
  vi.stubEnv('DATABASE_URL', url);
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

async function count(query: string): Promise<number> {
  const connection = new pg.Client({ connectionString: url });
  await connection.connect();
  const answer = await connection.query<{ n: number }>(query);
  await connection.end();
  return answer.rows[0]?.n ?? 0;
}

describe('the commands of an operator', () => {
  it('register a service and tell its secret once, only as a hash in the database', async () => {
    const { code, text } = await run(
      client,
      '--name',
      'Essai',
      '--redirect',
      'https://service.example/retour',
    );
    const secret = /client_secret\s+(\S+)/.exec(text)?.[1] ?? '';
    expect(code).toBe(0);
    expect(secret.length).toBeGreaterThan(20);
    const stored = `select count(*)::int n from identity_provider.service_secrets s where s::text like '%${secret}%'`;
    expect(await count(stored)).toBe(0);
  });

  it('refuse a service with an address that is none, and name the field', async () => {
    const { code, text } = await run(client, '--name', 'Essai', '--redirect', 'ftp://service.example/*');
    expect(code).toBe(1);
    expect(text).toContain('redirectUris/0');
  });

  it('grant a role and take it back, both in the journal', async () => {
    expect((await run(role, '899700990007', 'operator')).code).toBe(0);
    expect((await run(role, '899700990007', 'operator', '--revoke')).code).toBe(0);
    expect(await count("select count(*)::int n from platform.journal where subject = '899700990007'")).toBe(
      2,
    );
  });

  it('refuse an unknown role, a role without its scope, a number without its prefix', async () => {
    expect((await run(role, '899700990007', 'roi')).code).toBe(2);
    expect((await run(role, '899700990007', 'agent')).code).toBe(2);
    expect((await run(role, '99700990007', 'operator')).text).toContain('ajoutez 8 devant');
  });

  it('register public keys for an authority and refuse private ones', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'esculape-keys-'));
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const write = async (name: string, key: CryptoKey) => {
      const file = join(folder, name);
      writeFileSync(file, JSON.stringify({ keys: [{ ...(await exportJWK(key)), alg: 'ES256', kid: '1' }] }));
      return file;
    };
    expect((await run(authorityClient, 'CNOM', await write('public.json', publicKey))).text).toContain(
      'authority-CNOM',
    );
    expect((await run(authorityClient, 'CNOM', await write('private.json', privateKey))).code).toBe(1);
    expect((await run(authorityClient, 'NULLE', await write('public.json', publicKey))).code).toBe(2);
    expect((await run(authorityClient, 'CNOM', join(folder, 'absent.json'))).code).toBe(1);
  });

  it('register an operator of mailboxes with his domains, then the keys of his program', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'esculape-keys-')), 'public.json');
    const { publicKey } = await generateKeyPair('ES256');
    writeFileSync(file, JSON.stringify({ keys: [await exportJWK(publicKey)] }));
    expect(await run(mailOperator, 'delta', file)).toEqual({
      code: 1,
      text: expect.stringContaining('inconnu'),
    });
    const known = ['Delta', 'aide@delta.example', 'delta.mssante.example,ch.delta.mssante.example'];
    expect((await run(mailOperator, 'delta', ...known)).code).toBe(0);
    expect((await run(mailOperator, 'delta', file)).text).toContain('messagerie-delta');
    const taken = await run(mailOperator, 'epsilon', 'E', 'aide@e.example', 'delta.mssante.example');
    expect([taken.code, taken.text]).toEqual([1, expect.stringContaining('appartient à un autre')]);
    expect((await run(mailOperator, 'delta')).code).toBe(2);
  });
});

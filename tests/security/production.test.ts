import fs from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { readConfig, SANDBOX_SECRET } from '../../src/platform/config.js';
import { ConfigError } from '../../src/platform/config-error.js';
import { createLog } from '../../src/platform/log.js';

const GOOD = {
  ESCULAPE_PROFILE: 'production',
  ESCULAPE_ORIGIN: 'https://esculape.example',
  ESCULAPE_SECRET: '4f7d1c0b9a8e6352f1e0d9c8b7a69584',
  RPPS_PREFIX: '1010',
  SMTP_URL: 'smtps://courriel.example',
  SMS_URL: 'https://sms.example/envoi',
};

const refusal = (more: Record<string, string | undefined>): string => {
  try {
    readConfig({ ...GOOD, ...more });
    return '';
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
};

describe('a production', () => {
  it('starts with settings of its own, and its cookies are for TLS', () => {
    expect(readConfig(GOOD)).toMatchObject({ profile: 'production', secureCookies: true });
    expect(
      refusal({ SMS_URL: 'http://127.0.0.1:8080/envoi', ESCULAPE_ORIGIN: 'https://Esculape.example/' }),
    ).toBe('');
    expect(readConfig({ ...GOOD, ESCULAPE_ORIGIN: 'https://Esculape.example:443/' }).origin).toBe(
      'https://esculape.example',
    );
  });

  it.each([
    ['ESCULAPE_SECRET', undefined],
    ['ESCULAPE_SECRET', SANDBOX_SECRET],
    ['ESCULAPE_SECRET', 'short'],
    ['ESCULAPE_SECRET', 'a'.repeat(64)],
    ['ESCULAPE_SECRET', 'changeme'.repeat(8)],
    ['SANDBOX_API_KEY', 'cle-d-essai-du-bac-a-sable'],
    ['ESCULAPE_ORIGIN', undefined],
    ['ESCULAPE_ORIGIN', 'http://esculape.example'],
    ['ESCULAPE_ORIGIN', 'http://localhost:3000'],
    ['ESCULAPE_ORIGIN', 'https://esculape.example/sous-dossier'],
    ['ESCULAPE_ORIGIN', 'https://moi:secret@esculape.example'],
    ['ESCULAPE_ORIGIN', 'javascript:alert(1)'],
    ['RPPS_PREFIX', undefined],
    ['RPPS_PREFIX', '9978'],
    ['SMTP_URL', undefined],
    ['SMS_URL', undefined],
    ['SMS_URL', 'http://sms.example/envoi'],
    ['TRUSTED_PROXIES', '*'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
  ])('does not start with %s=%s, and says which setting is wrong', (name, value) => {
    expect(refusal({ [name]: value })).toContain(name);
  });
});

describe('the log', () => {
  it('holds neither secrets, contacts, nor the row that a database quotes', () => {
    const lines: string[] = [];
    vi.spyOn(fs, 'writeSync').mockImplementation(((_fd: number, text: unknown) => {
      if (String(text).startsWith('{')) lines.push(String(text));
      return String(text).length;
    }) as typeof fs.writeSync);
    const log = createLog('info');
    const row = 'Failing row contains (camille@courriel.example, 0639980012)';
    const err = Object.assign(new Error('violates a check'), { detail: row, where: row, table: 'members' });
    log.error({ err }, 'failed');
    log.error({ err: Object.assign(new Error('wrapped'), { cause: err }) }, 'failed');
    log.error(
      { err: Object.assign(new Error('mail'), { rejected: ['camille@courriel.example'] }) },
      'failed',
    );
    log.info(
      {
        token: 'CANARY',
        headers: { cookie: 'CANARY', authorization: 'CANARY' },
        a: { b: { pin: 'CANARY' } },
      },
      'x',
    );
    log.info({ mail: 'camille@courriel.example', person: { mobile: '0639980012' } }, 'line\nforged');
    expect(lines).toHaveLength(5);
    expect(lines.join('')).not.toMatch(/CANARY|camille|0639980012/);
    for (const line of lines) expect(line.trimEnd()).not.toContain('\n');
  });
});

import pg from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { axeViolations, openBrowser } from '../support/browser.js';
import { dropTestDatabases, testDatabase } from '../support/database.js';

describe('the test kit', () => {
  it('gives each file a database with the tables of the production migrations', async () => {
    const client = new pg.Client({ connectionString: await testDatabase() });
    await client.connect();
    const { rows } = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM public.migrations');
    await client.end();
    expect(rows[0]?.n).toBeGreaterThan(0);
  });

  it('refuses a connection left open', async () => {
    const client = new pg.Client({ connectionString: await testDatabase(), application_name: 'leaky' });
    client.on('error', () => undefined);
    await client.connect();
    await expect(dropTestDatabases()).rejects.toThrow(/leaky/);
    await client.end().catch(() => undefined);
  });

  it('puts the environment and the timers back (first half)', () => {
    process.env.ESCULAPE_LEFT_BEHIND = 'yes';
    vi.useFakeTimers({ now: 0 });
    expect(Date.now()).toBe(0);
  });

  it('puts the environment and the timers back (second half)', () => {
    expect(process.env.ESCULAPE_LEFT_BEHIND).toBeUndefined();
    expect(Date.now()).toBeGreaterThan(0);
  });

  it('finds accessibility faults in a real browser', async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      await page.setContent('<html lang="fr"><title>t</title><main><img src="x.png"></main></html>');
      expect(await axeViolations(page)).toEqual([expect.stringContaining('image-alt')]);
    } finally {
      await browser.close();
    }
  });
});

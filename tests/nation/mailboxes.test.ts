import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CORRESPONDENCE_HEADER, importMailboxes } from '../../src/modules/messaging/index.js';
import { importFiles } from '../../src/modules/registry/index.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { nationIn } from './files.js';

const nation = nationIn({ people: 3000, days: 2, files: ['personne-activite', 'mssante'] });
let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(async () => {
  await test.stop();
  nation.clean();
});

const files = nation.names.filter((name) => name.includes('MSSante'));
const lines = nation
  .text(files[0] ?? '')
  .trimEnd()
  .split('\n');
const cells = lines.slice(1).map((line) => line.split('|'));

describe('the mailboxes of an invented nation', () => {
  it('are in the 31 columns of the national file, each address once, 85 in a hundred of people', () => {
    expect(lines[0]).toBe(CORRESPONDENCE_HEADER);
    expect([...new Set(cells.map((line) => line.length))]).toEqual([32]);
    expect(new Set(cells.map(([, address]) => address)).size).toBe(cells.length);
    const people = cells.filter(([type]) => type === 'PER').length;
    expect(people / cells.length).toBeCloseTo(0.85, 2);
    expect(people / 3000).toBeCloseTo(0.24, 1);
    for (const [, address] of cells) expect(address).toMatch(/^[a-z0-9.-]+@[a-z]+\.mssante\.example$/);
    expect(lines.join('\n')).not.toMatch(/undefined|NaN|’|\r/);
  });

  it('are of people that the other files name, and are loaded whole, day after day', async () => {
    const { ctx } = test.app;
    const rejectsIn = join(nation.folder, 'rejets');
    const path = (name: string) => join(nation.folder, name);
    const people = nation.names.filter((name) => name.startsWith('PS_'));
    for (const [day, file] of files.entries()) {
      const paths = [path(people[day] ?? '')];
      await importFiles(ctx, test.app.databaseUrl, { source: 'annuaire', paths, rejectsIn });
      const {
        state,
        counts,
        file: read,
      } = await importMailboxes(ctx, test.app.databaseUrl, {
        path: path(file),
        rejectsIn,
      });
      expect([state, read.rejected, counts.unknown]).toEqual(['applied', 0, 0]);
      if (day === 0) expect(counts.created).toBe(cells.length);
      else expect(counts.unchanged).toBeGreaterThan(cells.length - 20);
    }
  });
});

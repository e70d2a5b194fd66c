import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

type Row = { id: string; statement: string; criterion: string; subsystem: string };
type Outcome = { status: number; stdout: string; stderr: string };

const SCRIPT = new URL('../scripts/requirements.mjs', import.meta.url).pathname;
const ROWS =
  'id,statement,criterion,subsystem\r\nS0-01,"a, b",c,RPPS\r\nS0-02,a,c,RPPS\r\nS3-100,a,c,e-CPS\r\n';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'requirements-'));
  await writeFile(join(folder, 'rows.csv'), ROWS);
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function count(tests: [title: string, status: string][]): Promise<Outcome> {
  const assertionResults = tests.map(([title, status]) => ({ title, fullName: `suite ${title}`, status }));
  await writeFile(join(folder, 'vitest.json'), JSON.stringify({ testResults: [{ assertionResults }] }));
  return run();
}

function run(): Promise<Outcome> {
  const files = ['--requirements', join(folder, 'rows.csv'), '--results', join(folder, 'vitest.json')];
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT, ...files], (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

describe('the requirements count', () => {
  it('counts the rows of passed tests, per sub-system, and ends on the total', async () => {
    const { status, stdout } = await count([
      ['S0-01 S3-100 something is shown, nothing else is', 'passed'],
      ['S0-01 again', 'passed'],
      ['S0-02 not yet', 'failed'],
      ['S0-02 left out', 'skipped'],
      ['a test without a row, with CPS3-04 and XS0-02', 'passed'],
    ]);
    expect(status).toBe(0);
    expect(stdout.split('\n')).toEqual(['RPPS     1 of   2', 'e-CPS    1 of   1', '2/3 rows covered', '']);
  });

  it('fails on an id that no row has, even in a test that failed', async () => {
    for (const title of ['S4-99 does not exist', 'S9-01 neither']) {
      const { status, stdout, stderr } = await count([[title, 'failed']]);
      expect(status).toBe(1);
      expect(stderr).toContain('unknown id');
      expect(stdout).toContain('0/3 rows covered');
    }
  });

  it('fails on a title with three ids and counts none of them', async () => {
    const { status, stdout, stderr } = await count([['S0-01 S0-02 S3-100 all at once', 'passed']]);
    expect(status).toBe(1);
    expect(stderr).toContain('more than two ids');
    expect(stdout).toContain('0/3 rows covered');
  });

  it('says which file is missing when no test has run', async () => {
    const { status, stderr } = await run();
    expect(status).toBe(1);
    expect(stderr).toContain('run the tests first');
  });
});

describe('docs/requirements.csv', () => {
  it('holds the 310 rows, each with an id of its own, a statement, a criterion and a sub-system', async () => {
    const text = await readFile(new URL('../docs/requirements.csv', import.meta.url));
    const rows = parse(text, { columns: true }) as Row[];
    expect(new Set(rows.map((row) => row.id)).size).toBe(310);
    expect(rows).toHaveLength(310);
    for (const row of rows) {
      expect(row.id).toMatch(/^S[0-4]-\d{2,3}$/);
      expect([row.statement, row.criterion, row.subsystem].every((cell) => cell.trim() !== '')).toBe(true);
    }
  });
});

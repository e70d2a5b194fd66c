/**
 * Counts the requirements that the last test run proved.
 *
 * In: the rows (--requirements, default docs/requirements.csv) and vitest's JSON report (--results, default
 * test-results/vitest.json). A row is covered when a test that passed carries its id in its title.
 * Out: covered and total per sub-system, then the line "N/M rows covered". Ends with 1 when a title carries an
 * unknown id or more than two, or when a file cannot be read.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';

const MOST_IDS_IN_A_TITLE = 2;

function readRows(path) {
  const rows = parse(readFileSync(path), { columns: true, bom: true });
  const ids = new Set(rows.map((row) => row.id));
  if (ids.size !== rows.length) throw new Error(`${path}: an id is there twice`);
  return rows;
}

function readTests(path) {
  const { testResults } = JSON.parse(readFileSync(path, 'utf8'));
  return testResults.flatMap((file) => file.assertionResults);
}

/** The ids in each title. Out: those that a passed test proves, and what is wrong with the titles. */
function judge(rows, tests) {
  const known = new Set(rows.map((row) => row.id));
  const covered = new Set();
  const faults = [];
  for (const { title, status } of tests) {
    const ids = [...new Set(title.match(/\bS\d+-\d+\b/g) ?? [])];
    const unknown = ids.filter((id) => !known.has(id));
    if (unknown.length > 0) faults.push(`unknown id ${unknown.join(', ')} in the title "${title}"`);
    if (ids.length > MOST_IDS_IN_A_TITLE) faults.push(`more than two ids in the title "${title}"`);
    else if (status === 'passed') for (const id of ids) if (known.has(id)) covered.add(id);
  }
  return { covered, faults: [...new Set(faults)] };
}

function report(rows, covered) {
  const names = [...new Set(rows.map((row) => row.subsystem))];
  const width = Math.max(...names.map((name) => name.length));
  const lines = names.map((name) => {
    const own = rows.filter((row) => row.subsystem === name);
    const done = own.filter((row) => covered.has(row.id)).length;
    return `${name.padEnd(width)}  ${String(done).padStart(3)} of ${String(own.length).padStart(3)}`;
  });
  return [...lines, `${covered.size}/${rows.length} rows covered`].join('\n');
}

const inTree = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const { values } = parseArgs({
  options: {
    requirements: { type: 'string', default: inTree('docs/requirements.csv') },
    results: { type: 'string', default: inTree('test-results/vitest.json') },
  },
});

try {
  const rows = readRows(values.requirements);
  const { covered, faults } = judge(rows, readTests(values.results));
  for (const fault of faults) console.error(fault);
  process.stdout.write(`${report(rows, covered)}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
} catch (error) {
  console.error(error.code === 'ENOENT' ? `${error.path} is not there: run the tests first` : error.message);
  process.exitCode = 1;
}

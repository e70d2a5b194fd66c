// The closing line of .ci/run. Arguments: exit status of the tests, exit status of the checks.
import { readFileSync } from 'node:fs';

const [tests, checks] = process.argv.slice(2).map(Number);
const read = (name) => {
  try {
    return JSON.parse(readFileSync(new URL(`../test-results/${name}.json`, import.meta.url), 'utf8'));
  } catch {
    return undefined;
  }
};
const { numPassedTests: passed = 0, numFailedTests: failedTests = 0 } = read('vitest') ?? {};
const failedChecks = (read('checks') ?? []).filter(({ ok }) => !ok).length;
// A run that broke before it could count has failed once.
const failed = Math.max(failedTests, tests ? 1 : 0) + Math.max(failedChecks, checks ? 1 : 0);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

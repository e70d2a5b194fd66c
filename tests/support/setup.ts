import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { dropTestDatabases } from './database.js';

// Files share their process: each must find it as it was.
let beforeFile: NodeJS.ProcessEnv;
let beforeTest: NodeJS.ProcessEnv;

beforeAll(() => {
  beforeFile = { ...process.env };
});

beforeEach(() => {
  beforeTest = { ...process.env };
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  restoreEnv(beforeTest);
});

afterAll(async () => {
  restoreEnv(beforeFile);
  await dropTestDatabases();
});

function restoreEnv(wanted: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in wanted)) delete process.env[name];
  Object.assign(process.env, wanted);
}

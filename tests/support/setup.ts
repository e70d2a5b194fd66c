import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { dropTestDatabases } from './database.js';

// Files share their process: each must find it as it was.
let beforeFile: NodeJS.ProcessEnv;
let beforeTest: NodeJS.ProcessEnv;

if (expect.getState().testPath?.includes('/tests/journeys/')) {
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
}

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

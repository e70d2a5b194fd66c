#!/usr/bin/env node
import { join } from 'node:path';
import { ROOT, run } from '../scripts/bootstrap.mjs';

await run(join(ROOT, 'dist', 'cli', 'main.js'), process.argv.slice(2));

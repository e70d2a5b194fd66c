import { expect, it } from 'vitest';
import { NotStarted } from './not-started.js';

it('says that the disk is full, and repeats what PostgreSQL says of anything else', () => {
  const full = 'FATAL:  could not write lock file "postmaster.pid": No space left on device\n';
  expect(new NotStarted('PostgreSQL n’a pas démarré', full, '/d/postgres.log').message).toBe(
    'PostgreSQL n’a pas démarré : le disque est plein (journal : /d/postgres.log).',
  );
  expect(new NotStarted('PostgreSQL n’a pas démarré', 'FATAL:  no such role\n').message).toBe(
    'PostgreSQL n’a pas démarré.\nFATAL:  no such role',
  );
});

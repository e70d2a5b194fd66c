import { expect, it } from 'vitest';
import { startProgram } from '../../src/main.js';
import { readConfig } from '../../src/platform/config.js';
import { ConfigError } from '../../src/platform/config-error.js';
import { Rejects } from '../../src/platform/files/rejects.js';
import { testDatabase } from '../support/database.js';

/** A folder that takes no other, on which making folders by `recursive` never ended. */
const NOWHERE = '/proc/esculape';

it('an EXTRACTS_DIR that cannot be made is told in one sentence when the program starts', async () => {
  const config = readConfig({ DATABASE_URL: await testDatabase(), EXTRACTS_DIR: `${NOWHERE}/extractions` });
  const refused = await startProgram(config).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ConfigError);
  expect((refused as Error).message).toMatch(
    /^EXTRACTS_DIR : le dossier \/proc\/esculape\/extractions ne peut pas être créé \([A-Z]+\)\. Donnez-en un autre\.$/,
  );
});

it('rejected lines that can be written nowhere are told in one sentence', () => {
  const rejects = new Rejects(`${NOWHERE}/rejets/rejets-1.txt`);
  rejects.add('personne-activite', 3, 'rpps');
  expect(() => rejects.flush()).toThrow(
    /^DATA_DIR : le dossier \/proc\/esculape\/rejets ne peut pas être créé/,
  );
});

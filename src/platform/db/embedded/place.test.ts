import { expect, it } from 'vitest';
import { ConfigError } from '../../config-error.js';
import { choosePlace } from './place.js';

it('a DATA_DIR that cannot be made is told in one sentence', () => {
  const choose = () => choosePlace('/proc/esculape/donnees', undefined);
  expect(choose).toThrow(ConfigError);
  expect(choose).toThrow(
    /^DATA_DIR : le dossier \/proc\/esculape\/donnees ne peut pas être créé \([A-Z]+\)\. Donnez-en un autre\.$/,
  );
});

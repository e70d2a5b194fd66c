import { parseArgs } from 'node:util';
import { cards } from '../modules/credentials/index.js';
import { readConfig } from '../platform/config.js';
import { freeToken } from '../sandbox/card-token.js';
import { makeCard } from '../sandbox/cards.js';
import { type Command, print } from './command.js';
import { withContext } from './with-context.js';

/** A virtual card in a token, for programs that use cards by PKCS#11. Sandbox only. */
export const card: Command = {
  name: 'card',
  usage: '<idNat> --pkcs11 <bibliothèque>',
  summary: 'écrit une carte d’essai dans un jeton PKCS#11 (bac à sable)',
  help: ['--pkcs11   la bibliothèque du jeton, par exemple /usr/lib/softhsm/libsofthsm2.so'],
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { pkcs11: { type: 'string' } },
      allowPositionals: true,
    });
    const config = readConfig(process.env);
    const [idNat] = positionals;
    if (!idNat || !values.pkcs11 || config.profile !== 'sandbox') {
      print('Usage : esculape card <idNat> --pkcs11 <bibliothèque>, dans un bac à sable');
      return 2;
    }
    const module = values.pkcs11;
    return withContext(config, async (ctx) => {
      const write = await freeToken(module);
      const made = await makeCard(ctx, { idNat });
      const objects = await cards.readChip(ctx, { number: made.number, pin: made.pin });
      print(`Jeton « ${write(made, objects)} »`);
      print(`Code ${made.pin}, code de déblocage ${made.puk}`);
      return 0;
    });
  },
};

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cards } from '../modules/credentials/index.js';
import { readConfig } from '../platform/config.js';
import { type Command, print } from './command.js';
import { outFolder } from './out-folder.js';
import { withContext } from './with-context.js';

/** Letters of cards for whoever prints and posts them. */
export const letters: Command = {
  name: 'letters',
  usage: '--out <dossier>',
  summary: 'remet à l’imprimeur les lettres des cartes et de leurs codes, et en efface le contenu',
  help: ['--out   dossier des lettres (PDF) et des fichiers de la puce, lisibles de leur seul propriétaire'],
  async run(args) {
    const { values } = parseArgs({ args: [...args], options: { out: { type: 'string' } } });
    const { out } = values;
    if (!out) {
      print('Usage : esculape letters --out <dossier>');
      return 2;
    }
    await outFolder(out);
    const write = (name: string, bytes: Uint8Array) => writeFile(join(out, name), bytes, { mode: 0o600 });
    return withContext(readConfig(process.env), async (ctx) => {
      const handed = await cards.handOverLetters(ctx, async ({ letter, pdf, content }) => {
        const name = `${letter.kind === 'card' ? 'carte' : 'codes'}-${letter.id}`;
        await write(`${name}.pdf`, pdf);
        const { pkcs12, signature, password } = content;
        for (const [word, file] of Object.entries({ connexion: pkcs12, signature }))
          if (file) await write(`${name}-${word}.p12`, Buffer.from(file, 'base64'));
        if (password) await write(`${name}.mot-de-passe`, Buffer.from(password));
      });
      print(handed === 0 ? 'Aucune lettre n’attend.' : `Lettres remises : ${handed}, dans ${out}`);
      return 0;
    });
  },
};

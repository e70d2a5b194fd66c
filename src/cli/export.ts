import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { exportExtract } from '../modules/directory/index.js';
import { readConfig } from '../platform/config.js';
import { journal } from '../platform/journal.js';
import { type Command, print } from './command.js';
import { outFolder } from './out-folder.js';
import { withContext } from './with-context.js';

/** Kind -> service code. */
const KINDS: Readonly<Record<string, string>> = {
  annuaire: 'PS_LibreAcces',
  mssante: 'Extraction_Correspondance_MSSante',
  cartes: 'Porteurs_CPS_CPF',
  psc: 'Extraction_ProSanteConnect',
};

const french = new Intl.NumberFormat('fr-FR');

/** Writes the files of the directory: what `import` reads. */
export const exportCommand: Command = {
  name: 'export',
  usage: `${Object.keys(KINDS).join('|')} --out DOSSIER`,
  summary: 'écrit une extraction de l’annuaire, dans le format des fichiers nationaux',
  help: [
    '  --out DOSSIER   où écrire ; créé s’il n’existe pas',
    '  --profil V0     les professions de la première livraison seulement (annuaire)',
    '  --zip           une archive comme celle du service, au lieu des textes que « import » lit',
    '',
    'L’extraction psc porte l’état civil et les coordonnées : protégez le dossier.',
  ],
  async run(args) {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        profil: { type: 'string', default: 'V1' },
        zip: { type: 'boolean', default: false },
      },
    });
    const [kind = ''] = positionals;
    const service = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
    const profile = values.profil === 'V0' || values.profil === 'V1' ? values.profil : undefined;
    if (!service || !values.out || !profile || (profile === 'V0' && kind !== 'annuaire')) {
      print(`Usage : esculape export ${exportCommand.usage} [--profil V0] [--zip]`);
      return 2;
    }
    const folder = resolve(values.out);
    await outFolder(folder);
    return write({ service, profile, folder, zipped: values.zip });
  },
};

async function write(plan: Parameters<typeof exportExtract>[1]): Promise<number> {
  const started = performance.now();
  const { publication, files } = await withContext(readConfig(process.env), async (ctx) => {
    await journal(ctx, { act: 'directory.export', subject: plan.service, outcome: 'done' });
    return exportExtract(ctx, plan);
  });
  for (const { name, lines } of files) print(`${french.format(lines).padStart(12)} lignes  ${name}`);
  const seconds = (performance.now() - started) / 1000;
  print(`Publication n° ${publication}, en ${seconds.toFixed(1).replace('.', ',')} s, dans ${plan.folder}`);
  return 0;
}

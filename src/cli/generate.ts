import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import {
  BOUNDS,
  generateNation,
  type NationPlan,
  PUBLISHED,
  type Published,
} from '../sandbox/nation/index.js';
import { type Command, print } from './command.js';
import { diskReason } from './disk-words.js';
import { outFolder } from './out-folder.js';
import { progressBar } from './progress-bar.js';

const french = new Intl.NumberFormat('fr-FR');

export const generate: Command = {
  name: 'generate',
  usage: '--people N --out DOSSIER',
  summary: 'écrit une population inventée dans les formats des fichiers nationaux',
  help: [
    `  --people N      nombre de personnes le premier jour, de 1 à ${french.format(BOUNDS.people)}`,
    '  --out DOSSIER   où écrire ; créé s’il n’existe pas, les fichiers du même nom sont remplacés',
    '  --structures N  nombre d’établissements FINESS ; la part nationale d’autant de personnes par défaut',
    '  --seed S        graine, 1 par défaut : la même graine donne les mêmes octets',
    `  --days J        nombre de publications quotidiennes, de 1 à ${BOUNDS.days} ; 1 par défaut`,
    `  --files LISTE   parmi ${PUBLISHED.join(',')} ; tous par défaut`,
    '',
    'Chaque jour, cinq personnes sur mille changent, quelques-unes arrivent ou partent. Tout est inventé, sauf les',
    'communes : numéros RPPS de 9970… à 9977…, adresses en .example, téléphones réservés à la fiction.',
  ],
  async run(args) {
    const plan = planOf(args);
    if (typeof plan === 'string') {
      print(plan);
      return 2;
    }
    await outFolder(plan.folder);
    // By default what is no longer used may grow to three times what is, and costs time where there is much of it.
    setFlagsFromString('--heap-growing-percent=25');
    return write(plan);
  },
};

/** Reads the options. Out: the plan, or what to tell. */
function planOf(args: readonly string[]): NationPlan | string {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { structures: text, people: text, out: text, seed: text, days: text, files: text },
  });
  const people = whole(values.people, 1, BOUNDS.people);
  const structures = whole(values.structures, 1, BOUNDS.structures);
  const seed = whole(values.seed ?? '1', 0, BOUNDS.seed);
  const days = whole(values.days ?? '1', 1, BOUNDS.days);
  const files = (values.files ?? PUBLISHED.join(',')).split(',');
  const unknown = files.filter((file) => !PUBLISHED.includes(file as Published));
  if (!values.people || !values.out)
    return `Usage : esculape generate ${generate.usage} [--structures N] [--seed S] [--days J] [--files LISTE]`;
  if (people === undefined) return `--people attend un nombre entier de 1 à ${french.format(BOUNDS.people)}.`;
  if (values.structures !== undefined && structures === undefined)
    return `--structures attend un nombre entier de 1 à ${french.format(BOUNDS.structures)}.`;
  if (seed === undefined) return `--seed attend un nombre entier de 0 à ${french.format(BOUNDS.seed)}.`;
  if (days === undefined) return `--days attend un nombre entier de 1 à ${BOUNDS.days}.`;
  if (unknown.length > 0)
    return `--files ne connaît pas « ${unknown.join(', ')} » : choisir parmi ${PUBLISHED.join(',')}.`;
  return {
    people,
    structures,
    seed,
    days,
    folder: resolve(values.out),
    files: [...new Set(files as Published[])],
  };
}

function whole(text: string | undefined, low: number, high: number): number | undefined {
  const value = Number(text);
  return text !== undefined && /^\d{1,10}$/.test(text) && value >= low && value <= high ? value : undefined;
}

function write(plan: NationPlan): number {
  const bar = progressBar();
  const started = performance.now();
  try {
    const files = generateNation(plan, (done, all, day) =>
      bar.show(
        done,
        all,
        plan.days > 1 ? `jour ${day + 1} sur ${plan.days}` : `${french.format(done)} personnes`,
      ),
    );
    bar.clear();
    for (const { name, lines } of files) print(`${french.format(lines).padStart(12)} lignes  ${name}`);
    const total = files.reduce((sum, { lines }) => sum + lines, 0);
    const seconds = (performance.now() - started) / 1000;
    const speed = french.format(Math.round(total / seconds));
    print(
      `${french.format(total).padStart(12)} lignes en tout, en ${seconds.toFixed(1).replace('.', ',')} s (${speed} lignes/s), dans ${plan.folder}`,
    );
    return 0;
  } catch (error) {
    bar.clear();
    const reason = diskReason(error);
    if (!reason) throw error;
    print(`Rien n’a pu être écrit dans ${plan.folder} : ${reason}.`);
    return 1;
  }
}

import { benchCards } from './bench/cards.js';
import { benchChain } from './bench/chain.js';
import { benchDirectory } from './bench/directory.js';
import { benchExport } from './bench/export.js';
import { benchFhir } from './bench/fhir.js';
import { benchImport } from './bench/import.js';
import { benchPki } from './bench/pki.js';
import { benchSignIn } from './bench/signin.js';
import { benchWaiting } from './bench/waiting.js';
import { type Command, print } from './command.js';

interface Subject {
  /** What the number is, its usual value and the largest one. */
  readonly number: string;
  readonly usual: number;
  readonly most: number;
  run(number: number): Promise<void>;
}

const SUBJECTS: Readonly<Record<string, Subject>> = {
  chain: { number: 'secondes', usual: 20, most: 600, run: benchChain },
  cards: { number: 'cartes', usual: 100, most: 10_000, run: benchCards },
  import: { number: 'lignes', usual: 50_000, most: 2_300_000, run: benchImport },
  export: { number: 'personnes', usual: 50_000, most: 2_500_000, run: benchExport },
  directory: { number: 'personnes', usual: 50_000, most: 2_500_000, run: benchDirectory },
  pki: { number: 'secondes', usual: 5, most: 60, run: benchPki },
  signin: { number: 'secondes', usual: 3, most: 60, run: benchSignIn },
  waiting: { number: 'personnes', usual: 10_000, most: 15_000, run: benchWaiting },
  fhir: { number: 'personnes', usual: 20_000, most: 2_000_000, run: benchFhir },
};

const usages = (): string[] => Object.entries(SUBJECTS).map(([name, { number }]) => `${name} [${number}]`);

export const bench: Command = {
  name: 'bench',
  usage: usages().join(' | '),
  summary: 'mesure une partie du programme sur cette machine, dans un dossier à part',
  async run([name = '', typed]) {
    const subject = Object.hasOwn(SUBJECTS, name) ? SUBJECTS[name] : undefined;
    const number = typed === undefined ? subject?.usual : Number(typed);
    if (
      !subject ||
      number === undefined ||
      !Number.isInteger(number) ||
      number < 1 ||
      number > subject.most
    ) {
      for (const usage of usages()) print(`Usage : esculape bench ${usage}`);
      return 2;
    }
    await subject.run(number);
    return 0;
  },
};

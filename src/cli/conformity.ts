import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readConfig } from '../platform/config.js';
import type { ConformityReport } from '../sandbox/conformity/report.js';
import { reportPage } from '../sandbox/conformity/report-page.js';
import { reportLines } from '../sandbox/conformity/report-text.js';
import { ControlApi, EsculapeError } from '../testing/control-api.js';
import { type Command, print } from './command.js';

const FORMATS: Readonly<Record<string, (report: ConformityReport) => string>> = {
  text: (report) => reportLines(report).join('\n'),
  json: (report) => JSON.stringify(report, null, 2),
  html: reportPage,
};

export const conformity: Command = {
  name: 'conformity',
  usage: '<adresse> [--person <idNat>] [--format text|json|html] [--output <fichier>] [--sandbox <origine>]',
  summary: 'joue les contrôles de Pro Santé Connect contre un service, et en rend compte un par un',
  help: [
    'Le service doit être enregistré auprès d’un bac à sable en marche ; l’adresse est celle de la page du bouton.',
    'Rend 0 quand rien d’exigé n’a échoué, 1 sinon.',
  ],
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        person: { type: 'string' },
        format: { type: 'string', default: 'text' },
        output: { type: 'string' },
        sandbox: { type: 'string' },
      },
    });
    const [url] = positionals;
    const write = Object.hasOwn(FORMATS, values.format) ? FORMATS[values.format] : undefined;
    if (!url || positionals.length > 1 || !write) {
      print(`Usage : esculape conformity ${conformity.usage}`);
      return 2;
    }
    const { origin, sandboxApiKey } = readConfig(process.env);
    const sandbox = values.sandbox ?? origin;
    const api = new ControlApi(sandbox, sandboxApiKey);
    const asked = { url, ...(values.person !== undefined && { idNat: values.person }) };
    const report = await api.post<ConformityReport>('/conformity', asked).catch(explain(sandbox));
    if (!report) return 1;
    if (values.output === undefined) print(write(report));
    else await writeFile(values.output, `${write(report)}\n`);
    return report.conformant ? 0 : 1;
  },
};

/** Says why there is no report: the sandbox of that origin refused, or does not answer. */
const explain =
  (sandbox: string) =>
  (error: Error): undefined => {
    if (!(error instanceof EsculapeError)) {
      print(
        `Le bac à sable ne répond pas à ${sandbox} : démarrez-le (esculape start), ou nommez-le par --sandbox.`,
      );
      return;
    }
    const { title = error.answer } = JSON.parse(error.answer) as { title?: string };
    print(title);
  };

import { ConfigError } from '../platform/config.js';
import { DataDirInUse } from '../platform/db/embedded.js';
import { MigrationError } from '../platform/db/migrate.js';
import { authorityClient } from './authority-client.js';
import { bench } from './bench.js';
import { client } from './client.js';
import { type Command, print } from './command.js';
import { doctor } from './doctor.js';
import { generate } from './generate.js';
import { importCommand } from './import.js';
import { migrateCommand } from './migrate.js';
import { role } from './role.js';
import { start } from './start.js';

const COMMANDS: readonly Command[] = [
  start,
  migrateCommand,
  client,
  role,
  authorityClient,
  importCommand,
  generate,
  doctor,
  bench,
];

function help(): void {
  print('Esculape : l’identité numérique des professionnels de santé, de l’ordre au jeton.');
  print();
  print('Usage : esculape <commande> [options]');
  print();
  for (const command of COMMANDS) {
    print(`  ${[command.name, command.usage].filter(Boolean).join(' ').padEnd(34)} ${command.summary}`);
  }
  print();
  print('Les réglages se font par variables d’environnement ; voir docs/operating.md.');
}

async function main(): Promise<number> {
  const [name = 'help', ...args] = process.argv.slice(2);
  if (['help', '--help', '-h'].includes(name)) {
    help();
    return 0;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (!command) {
    print(`Commande inconnue : ${name}\n`);
    help();
    return 2;
  }
  if (args.includes('--help')) {
    print(`esculape ${command.name} ${command.usage ?? ''}\n${command.summary}`);
    for (const line of command.help ?? []) print(line);
    return 0;
  }
  return command.run(args);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const expected =
      error instanceof ConfigError ||
      error instanceof DataDirInUse ||
      error instanceof MigrationError ||
      /^(EADDRINUSE|ECONNREFUSED|ERR_PARSE_ARGS)/.test((error as NodeJS.ErrnoException).code ?? '');
    console.error(expected ? explain(error as Error) : error);
    process.exit(1);
  },
);

function explain(error: Error & { code?: string; port?: number }): string {
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    return `Option inconnue : ${/'(-[^']*)'/.exec(error.message)?.[1] ?? ''}`;
  }
  if (error.code?.startsWith('ERR_PARSE_ARGS')) return `Option refusée : ${error.message}`;
  if (error.code === 'ECONNREFUSED') return 'La base de données ne répond pas : vérifiez DATABASE_URL.';
  if (error.code !== 'EADDRINUSE') return error.message;
  return `Le port ${error.port} est déjà pris. Choisissez-en un autre avec PORT, TLS_PORT, CARD_PORT ou DEMO_PORTS.`;
}

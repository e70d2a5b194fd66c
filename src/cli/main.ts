import { ConfigError } from '../platform/config-error.js';
import { NotStarted } from '../platform/db/embedded/not-started.js';
import { DataDirInUse } from '../platform/db/embedded.js';
import { MigrationError } from '../platform/db/migrate.js';
import { Refusal } from '../platform/errors.js';
import { type Command, print } from './command.js';
import { diskReason } from './disk-words.js';

/** Read only when they run: most commands need a small part of the program, and its memory. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./start.js')).start,
  migrate: async () => (await import('./migrate.js')).migrateCommand,
  client: async () => (await import('./client.js')).client,
  card: async () => (await import('./card.js')).card,
  keys: async () => (await import('./keys.js')).keys,
  letters: async () => (await import('./letters.js')).letters,
  role: async () => (await import('./role.js')).role,
  'authority-client': async () => (await import('./authority-client.js')).authorityClient,
  'mail-operator': async () => (await import('./authority-client.js')).mailOperator,
  'restricted-client': async () => (await import('./authority-client.js')).restrictedClient,
  import: async () => (await import('./import.js')).importCommand,
  export: async () => (await import('./export.js')).exportCommand,
  generate: async () => (await import('./generate.js')).generate,
  conformity: async () => (await import('./conformity.js')).conformity,
  doctor: async () => (await import('./doctor.js')).doctor,
  bench: async () => (await import('./bench.js')).bench,
};

async function help(): Promise<void> {
  print('Esculape : l’identité numérique des professionnels de santé, de l’ordre au jeton.');
  print();
  print('Usage : esculape <commande> [options]');
  print();
  for (const read of Object.values(COMMANDS)) {
    const { name, usage, summary } = await read();
    print(`  ${[name, usage].filter(Boolean).join(' ')}`);
    print(`      ${summary}`);
  }
  print();
  print('Les réglages se font par variables d’environnement ; voir docs/operating.md.');
}

async function main(): Promise<number> {
  const [name = 'help', ...args] = process.argv.slice(2);
  if (['help', '--help', '-h'].includes(name)) {
    await help();
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? await COMMANDS[name]?.() : undefined;
  if (!command) {
    print(`Commande inconnue : ${name}\n`);
    await help();
    return 2;
  }
  if (args.includes('--help')) {
    print(`esculape ${command.name} ${command.usage ?? ''}\n${command.summary}`);
    for (const line of command.help ?? []) print(line);
    return 0;
  }
  return command.run(args);
}

// `esculape … | head` has read enough: the command goes on, and a service above all.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const expected =
      error instanceof ConfigError ||
      error instanceof DataDirInUse ||
      error instanceof NotStarted ||
      error instanceof MigrationError ||
      error instanceof Refusal ||
      diskReason(error) !== undefined ||
      /^(EADDRINUSE|ECONNREFUSED|ERR_PARSE_ARGS)/.test((error as NodeJS.ErrnoException).code ?? '');
    console.error(expected ? explain(error as Error) : error);
    process.exit(1);
  },
);

function explain(error: Error & { code?: string; port?: number; path?: string }): string {
  const reason = diskReason(error);
  if (reason) return `${error.path ?? 'Fichier'} : ${reason}.`;
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    return `Option inconnue : ${/'(-[^']*)'/.exec(error.message)?.[1] ?? ''}`;
  }
  if (error.code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') {
    return `Mot de trop : ${/'([^']*)'/.exec(error.message)?.[1] ?? ''}`;
  }
  const option = /'(?:-\w, )?(--[^' ]*)/.exec(error.message)?.[1] ?? '';
  if (/does not take an argument/.test(error.message)) return `L’option ${option} ne prend pas de valeur.`;
  if (error.code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return `L’option ${option} attend une valeur.`;
  if (error.code?.startsWith('ERR_PARSE_ARGS')) return `Option refusée : ${error.message}`;
  if (error.code === 'ECONNREFUSED') return 'La base de données ne répond pas : vérifiez DATABASE_URL.';
  if (error.code !== 'EADDRINUSE') return error.message;
  return `Le port ${error.port} est déjà pris. Choisissez-en un autre avec PORT, TLS_PORT, CARD_PORT, MTLS_PORT ou DEMO_PORTS.`;
}

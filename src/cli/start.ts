import { setFlagsFromString } from 'node:v8';
import { startProgram } from '../main.js';
import { readConfig } from '../platform/config.js';
import { type Command, print } from './command.js';

export const start: Command = {
  name: 'start',
  summary: 'démarre toute la chaîne et la sert jusqu’à Ctrl-C',
  async run() {
    // By default what is no longer used may grow to three times what is, before anybody looks.
    setFlagsFromString('--heap-growing-percent=25');
    const config = readConfig(process.env);
    const begun = Date.now();
    const program = await startProgram(config, print);
    print(`Prêt en ${((Date.now() - begun) / 1000).toFixed(1)} s : ${config.origin}`);
    if (config.profile === 'sandbox') {
      print(
        `Services de démonstration : ${config.demoPorts.map((p) => `http://localhost:${p}`).join(' et ')}`,
      );
      print('Bac à sable : toutes les données sont fictives. Ctrl-C pour arrêter.');
    }
    await interrupted();
    print('Arrêt…');
    await program.stop();
    return 0;
  },
};

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

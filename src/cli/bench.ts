import { benchChain } from './bench/chain.js';
import { type Command, print } from './command.js';

export const bench: Command = {
  name: 'bench',
  usage: 'chain [secondes]',
  summary: 'mesure la chaîne sur cette machine, dans un dossier à part',
  async run([subject, seconds = '20']) {
    const duration = Number(seconds);
    if (subject !== 'chain' || !Number.isInteger(duration) || duration < 1 || duration > 600) {
      print('Usage : esculape bench chain [secondes, 1 à 600]');
      return 2;
    }
    await benchChain(duration);
    return 0;
  },
};

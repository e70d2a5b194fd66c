import { parseArgs } from 'node:util';
import { revokeKey, rotateKeys, signingKeyTimes } from '../modules/identity-provider/index.js';
import { readConfig } from '../platform/config.js';
import { type Command, print } from './command.js';
import { withContext } from './with-context.js';

const STATES = { active: 'signe', next: 'publiée', retiring: 'vérifie encore' } as const;

/** The signing keys of Pro Santé Connect: which there are, and how to change them out of turn. */
export const keys: Command = {
  name: 'keys',
  usage: '[--rotate | --revoke --reason …]',
  summary: 'montre les clés qui signent les jetons, ou les change avant leur jour',
  help: [
    '--rotate   publie la clé suivante ; elle signe deux heures plus tard, sans coupure',
    '--revoke   la clé a fui : une autre signe dans vingt secondes, ce que l’ancienne a signé ne vaut plus rien',
    '--reason   pourquoi, pour le journal',
  ],
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        rotate: { type: 'boolean', default: false },
        revoke: { type: 'boolean', default: false },
        reason: { type: 'string' },
      },
    });
    const { rotate, revoke, reason } = values;
    if ((rotate || revoke) && !reason) {
      print('--reason : dites pourquoi, le journal le garde');
      return 2;
    }
    return withContext(readConfig(process.env), async (ctx) => {
      if (revoke) print(`La clé ${(await revokeKey(ctx, { reason: reason ?? '' })).kid} n’est plus crue.`);
      else if (rotate)
        print(`La clé suivante signera à ${(await rotateKeys(ctx, reason ?? '')).useFrom.toISOString()}.`);
      for (const key of await signingKeyTimes(ctx)) {
        const since = key.retiredAt ?? key.activeAt ?? key.useFrom;
        print(`${key.kid}  ${STATES[key.state].padEnd(14)}  ${since?.toISOString() ?? ''}`);
      }
      return 0;
    });
  },
};

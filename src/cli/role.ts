import { parseArgs } from 'node:util';
import { grantRole, ROLE_LABELS, ROLES, revokeRole } from '../modules/access/index.js';
import { idNatMessages, parseIdNat } from '../modules/nomenclatures/index.js';
import { readConfig } from '../platform/config.js';
import { Refusal } from '../platform/errors.js';
import { type Command, print } from './command.js';
import { withContext } from './with-context.js';

const HELP: readonly string[] = [
  ...ROLES.filter((name) => name !== 'professional').map(
    (name) => `  ${name.padEnd(20)} ${ROLE_LABELS[name]}`,
  ),
  '',
  '  --scope              l’autorité ou la structure pour laquelle la personne agit',
  '  --revoke             retire le rôle au lieu de le donner',
];

function usage(): number {
  print(`Usage : esculape role ${role.usage}`);
  for (const line of HELP) print(line);
  return 2;
}

/** The way in for the first operator of a production: the role is granted from the machine, and journaled. */
export const role: Command = {
  name: 'role',
  usage: '<identifiant national> <rôle> [--scope <autorité ou structure>] [--revoke]',
  summary: 'donne à une personne un rôle dans les portails, ou le retire',
  help: HELP,
  async run(args) {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { scope: { type: 'string' }, revoke: { type: 'boolean', default: false } },
    });
    const [person, name] = positionals;
    if (!person || !name) return usage();
    const parsed = parseIdNat(person);
    if (!parsed.ok) {
      print(idNatMessages[parsed.problem]);
      return 2;
    }
    const grant = { idNat: parsed.idNat.value, role: name, ...(values.scope && { scope: values.scope }) };
    return withContext(readConfig(process.env), async (ctx) => {
      try {
        await (values.revoke ? revokeRole(ctx, grant) : grantRole(ctx, grant));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        print(error.message);
        return usage();
      }
      print(
        values.revoke ? `Le rôle ${name} est retiré à ${grant.idNat}.` : `${grant.idNat} a le rôle ${name}.`,
      );
      return 0;
    });
  },
};

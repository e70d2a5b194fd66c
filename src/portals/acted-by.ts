import { isRole, ROLE_LABELS } from '../modules/access/index.js';

/** Those who act without being anybody. */
const NOBODY: Readonly<Record<string, string>> = {
  system: 'Le programme',
  sandbox: 'Le bac à sable',
  anonymous: 'Une personne sans session',
  registration: 'Un service, par programme',
};

/** Those who act under a name that may be told. */
const NAMED: Readonly<Record<string, (name: string) => string>> = {
  command: (name) => `Commande de ${name} sur ce serveur`,
  authority: (name) => `Logiciel de l’autorité ${name}`,
  service: (name) => `Service ${name}`,
  acme: () => 'Un programme, par ACME',
  person: () => 'Le professionnel lui-même',
};

/**
 * Who acted, in words for people. In: the actor as events and the journal keep it (`Ctx.actor`). Nobody is named but
 * programs and accounts of the machine: of people it tells the role. What is not known here is told as it is kept.
 */
export function actedBy(actor: string): string {
  const [kind = '', ...rest] = actor.split(':');
  const name = rest.join(':');
  if (name === '') return Object.hasOwn(NOBODY, kind) ? (NOBODY[kind] ?? actor) : actor;
  if (Object.hasOwn(NAMED, kind)) return NAMED[kind]?.(name) ?? actor;
  return isRole(kind) ? ROLE_LABELS[kind] : actor;
}

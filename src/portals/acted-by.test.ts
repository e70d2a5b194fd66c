import { expect, it } from 'vitest';
import { ROLE_LABELS, ROLES } from '../modules/access/index.js';
import { actedBy } from './acted-by.js';

it.each([
  ['system', 'Le programme'],
  ['sandbox', 'Le bac à sable'],
  ['anonymous', 'Une personne sans session'],
  ['registration', 'Un service, par programme'],
  ['command:root', 'Commande de root sur ce serveur'],
  ['authority:CNOM', 'Logiciel de l’autorité CNOM'],
  ['service:dossier', 'Service dossier'],
  ['acme:4f1c', 'Un programme, par ACME'],
  ['constructor', 'constructor'],
  ['constructor:x', 'constructor:x'],
])('says who %s is', (actor, words) => {
  expect(actedBy(actor)).toBe(words);
});

it('tells the role of people, never their number nor their account', () => {
  for (const role of ROLES) expect(actedBy(`${role}:0b6a-account`)).toBe(ROLE_LABELS[role]);
  expect(actedBy('person:899700000011')).toBe('Le professionnel lui-même');
});

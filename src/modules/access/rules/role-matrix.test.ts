import { expect, it } from 'vitest';
import { ACTS, type Act, may, type Reach } from './role-matrix.js';
import { ROLES, type Role } from './roles.js';

/** Written a second time on purpose: a slip in the matrix must show. */
const ALLOWED: readonly [Role, Act, Reach][] = [
  ['professional', 'member.see-own', 'self'],
  ['professional', 'member.edit-own-contacts', 'self'],
  ['professional', 'account.see-own', 'self'],
  ['agent', 'member.search', 'scope'],
  ['agent', 'member.see', 'scope'],
  ['agent', 'member.edit-contacts', 'scope'],
  ['agent', 'member.change-exercise-name', 'scope'],
  ['agent', 'application.list', 'scope'],
  ['agent', 'application.create', 'scope'],
  ['agent', 'application.decide', 'scope'],
  ['cpam', 'register.consult', 'all'],
  ['support', 'account.see-any', 'all'],
  ['mail-operator', 'mailbox.manage', 'scope'],
  ['operator', 'mail-operator.register', 'all'],
  ['operator', 'contract.decide-request', 'all'],
  ['operator', 'habilitation.grant-legal-representative', 'all'],
  ['legal-representative', 'contract.sign', 'scope'],
  ['legal-representative', 'habilitation.see', 'scope'],
  ['legal-representative', 'habilitation.grant-mandataire', 'scope'],
  ['legal-representative', 'habilitation.grant-technical-admin', 'scope'],
  ['legal-representative', 'habilitation.grant-rpps-manager', 'scope'],
  ['legal-representative', 'habilitation.grant-delegate', 'scope'],
  ['legal-representative', 'habilitation.assign-third-admin', 'scope'],
  ['legal-representative', 'third-structure.activate', 'scope'],
  ['legal-representative', 'third-structure.choose', 'scope'],
  ['legal-representative', 'structure-card.manage', 'scope'],
  ['mandataire', 'habilitation.see', 'scope'],
  ['mandataire', 'habilitation.grant-technical-admin', 'scope'],
  ['mandataire', 'habilitation.grant-rpps-manager', 'scope'],
  ['mandataire', 'third-structure.choose', 'scope'],
  ['mandataire', 'structure-card.manage', 'scope'],
  ['delegate', 'habilitation.see', 'scope'],
  ['delegate', 'habilitation.assign-third-admin', 'scope'],
  ['technical-admin', 'certificate.manage', 'scope'],
  ['legal-representative', 'certificate.revoke', 'scope'],
  ['mandataire', 'certificate.revoke', 'scope'],
  ['operator', 'certificate.revoke', 'all'],
];

const reachOf = (role: Role, act: Act) => ALLOWED.find(([r, a]) => r === role && a === act)?.[2];
const asker = (kind: Role) => ({ kind, idNat: '899780000017', scope: ['CNOM'] });
const OWN = { idNat: '899780000017', scope: 'CNOM' };
const OTHER_PERSON = { idNat: '899780000025', scope: 'CNOM' };
const OTHER_AUTHORITY = { idNat: '899780000017', scope: 'CNOP' };

it('lets each role do what it was given, and nothing of the rest of the table', () => {
  for (const role of ROLES) {
    for (const act of ACTS)
      expect([role, act, may(asker(role), act, OWN)]).toEqual([role, act, !!reachOf(role, act)]);
  }
});

it('keeps a role within its own person, or its own authority', () => {
  for (const [role, act, reach] of ALLOWED) {
    expect([role, act, may(asker(role), act, OTHER_PERSON)]).toEqual([role, act, reach !== 'self']);
    expect([role, act, may(asker(role), act, OTHER_AUTHORITY)]).toEqual([role, act, reach !== 'scope']);
  }
});

it('refuses everything to nobody in particular, and to a target that was not named', () => {
  for (const act of ACTS) expect(may(undefined, act, OWN)).toBe(false);
  for (const [role, act, reach] of ALLOWED) expect(may(asker(role), act)).toBe(reach === 'all');
  expect(may({ kind: 'professional', scope: [] }, 'member.see-own', {})).toBe(false);
});

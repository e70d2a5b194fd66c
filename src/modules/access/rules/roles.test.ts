import { expect, it } from 'vitest';
import { ROLE_LABELS, ROLES, roleLabel } from './roles.js';

it('calls staff whom a structure numbers staff, and professionals of the register professionals', () => {
  for (const kind of '13456')
    expect(roleLabel('professional', `${kind}990000028/CPET00001`)).toBe('Personnel d’une structure');
  for (const idNat of ['899700000017', '0997000010', '355e8700-e29b-41d4-a716-446655440000', undefined])
    expect(roleLabel('professional', idNat)).toBe('Professionnel de santé');
});

it('names every other role alike, whoever has it', () => {
  for (const role of ROLES.filter((one) => one !== 'professional'))
    expect(roleLabel(role, '3990000028/CPET00001')).toBe(ROLE_LABELS[role]);
});

import { describe, expect, it } from 'vitest';
import { serviceNameProblem } from './service-name.js';

describe('the name of a service', () => {
  it.each(['Ma clinique', 'Dossier 2 (Éditeur & fils)', 'µLogiciel', 'Сервис', 'L’ordonnance n° 1'])(
    'may be %j',
    (name) => {
      expect(serviceNameProblem(name)).toBeUndefined();
    },
  );

  it.each([
    '',
    '  ',
    '\u200b',
    '—',
    'DMP\u202ecilbup',
    'DMP\u0000',
    'DMP\nPro Santé Connect',
    'DMP\u2028x',
    'DM\ud800',
    'x\u0301\u0301\u0301',
    'Pro Santé Connеct',
    'x'.repeat(101),
  ])('may not be %j, which people would misread', (name) => {
    expect(serviceNameProblem(name)).toBeTypeOf('string');
  });
});

import { expect, it } from 'vitest';
import { FORM_RULES, FORMS } from './forms.js';
import { saidFaults } from './said-faults.js';

const world = { evidence: true, isMail: (text: string) => text.includes('@') };
const filled = (form: (typeof FORMS)[number]) => ({
  ...Object.fromEntries(FORM_RULES[form].required.map((field) => [field, 'x'])),
  ...(form === 'F101' && { mail: 'a@b.example', act: 'nomination' }),
  ...(form === 'F420' && { contact: 'a@b.example' }),
});
const fields = (form: (typeof FORMS)[number], said: Record<string, string>, evidence = true) =>
  saidFaults(form, said, { ...world, evidence }).map(({ field }) => field);

it('takes a form whose fields are all there, and names each one that is missing', () => {
  for (const form of FORMS) {
    expect([form, fields(form, filled(form))]).toEqual([form, []]);
    for (const field of FORM_RULES[form].required)
      expect([form, fields(form, { ...filled(form), [field]: '' })]).toEqual([form, [field]]);
  }
});

it('wants the act of nomination joined to F101 and to no other form', () => {
  for (const form of FORMS)
    expect(fields(form, filled(form), false)).toEqual(form === 'F101' ? ['evidence'] : []);
});

it('wants an act of the list, the end of an interim, a mail that is one, and texts of a decent length', () => {
  const good = filled('F101');
  expect(fields('F101', { ...good, act: 'couronnement' })).toEqual(['act']);
  expect(fields('F101', { ...good, act: 'interim' })).toEqual(['to']);
  expect(fields('F101', { ...good, act: 'interim', to: '2026-02-30' })).toEqual(['to']);
  expect(fields('F101', { ...good, act: 'interim', to: '2026-12-31' })).toEqual([]);
  expect(fields('F101', { ...good, mail: 'nulle part' })).toEqual(['mail']);
  expect(fields('F101', { ...good, quality: 'x'.repeat(501) })).toEqual(['quality']);
});

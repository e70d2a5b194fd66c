import { expect, it } from 'vitest';
import { readChecklist } from './checklist.js';

const CHECKS = [{ key: 'diploma', label: 'Diplôme vérifié' }];
const FULL = { document: 'Passeport', last4: 'ab12', seenOn: '2026-02-03', 'check-diploma': 'oui' };
const read = (fields: Record<string, string>) => readChecklist(fields, CHECKS, '2026-02-03');

it('keeps what was seen in words, with the last four characters of the document only', () => {
  expect(read(FULL)).toEqual({ checked: ['Passeport …AB12, vue le 2026-02-03', 'Diplôme vérifié'] });
});

it('names each thing that was not checked', () => {
  const faults: [string, string][] = [
    ['document', 'Carte de fidélité'],
    ['last4', 'AB123456'],
    ['last4', ''],
    ['seenOn', '2026-02-30'],
    ['seenOn', '2026-02-04'],
    ['seenOn', 'hier'],
    ['check-diploma', ''],
  ];
  for (const [field, value] of faults) {
    const answer = read({ ...FULL, [field]: value });
    expect('errors' in answer && answer.errors.map((one) => one.field)).toEqual([field]);
  }
  expect(read({})).toMatchObject({
    errors: [{ field: 'document' }, { field: 'last4' }, { field: 'seenOn' }, { field: 'check-diploma' }],
  });
});

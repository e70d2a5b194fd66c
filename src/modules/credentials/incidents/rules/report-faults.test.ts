import { expect, it } from 'vitest';
import { reportFaults, type TypedReport } from './report-faults.js';

const right: TypedReport = {
  ...{ problem: 'loss', idNat: '899700000017', cardNumber: '', familyName: 'Essai', givenName: 'Camille' },
  ...{ birthDate: '1980-02-29', contact: 'camille@courriel.example', words: '' },
  proof: new TextEncoder().encode('%PDF-1.7'),
};
const told = {
  isMail: (text: string) => text.includes('@'),
  isNumber: (text: string) => /^\d{12}$/.test(text),
};
const faults = (change: Partial<TypedReport>) =>
  reportFaults({ ...right, ...change }, '2026-11-22', told).map(({ field }) => field);

it('takes what says who, what and where to answer, with a proof', () => {
  expect(faults({})).toEqual([]);
  expect(faults({ idNat: '', cardNumber: '9900000001' })).toEqual([]);
});

it('names each field that lacks or cannot be', () => {
  const wrong: [Partial<TypedReport>, string][] = [
    [{ problem: 'unblock' }, 'problem'],
    [{ familyName: '' }, 'familyName'],
    [{ givenName: 'x'.repeat(81) }, 'givenName'],
    [{ birthDate: '1981-02-29' }, 'birthDate'],
    [{ birthDate: '2026-11-23' }, 'birthDate'],
    [{ birthDate: '29/02/1980' }, 'birthDate'],
    [{ idNat: '' }, 'idNat'],
    [{ idNat: '12' }, 'idNat'],
    [{ cardNumber: '123' }, 'cardNumber'],
    [{ contact: 'camille' }, 'contact'],
    [{ words: 'x'.repeat(2001) }, 'words'],
    [{ proof: new Uint8Array() }, 'proof'],
    [{ proof: new TextEncoder().encode('<html>') }, 'proof'],
  ];
  for (const [change, field] of wrong) expect([change, faults(change)]).toEqual([change, [field]]);
});

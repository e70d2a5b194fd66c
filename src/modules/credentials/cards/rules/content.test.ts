import { describe, expect, it } from 'vitest';
import { cardExtensions, cardSubject } from './content.js';

const holder = { idNat: '899700000017', givenName: 'Camille', familyName: 'MOREAU', title: 'Médecin' };

describe('what a card says of its holder', () => {
  it('keeps names and identifier of a professional in one RDN, after the profession', () => {
    const subject = cardSubject('CPS', holder);
    expect(subject.map((rdn) => Object.keys(rdn).length)).toEqual([1, 1, 3]);
    expect(subject.at(-1)?.CN).toEqual(['899700000017']);
    expect(subject.some((rdn) => rdn.O)).toBe(false);
  });

  it('names the structure on a card of staff, and hides the profession there', () => {
    const structure = { name: 'HOPITAL', nationalId: '1750000001', departement: 'Paris (75)' };
    const subject = cardSubject('CPE', { ...holder, idNat: '3750000001/A1', structure });
    expect(subject.slice(0, 4)).toEqual([
      { C: ['FR'] },
      { ST: ['Paris (75)'] },
      { O: ['HOPITAL'] },
      { OU: ['1750000001'] },
    ]);
    expect(JSON.stringify(subject)).not.toContain('Médecin');
  });

  it('marks cards of tests by their category, and only those', () => {
    const hex = (test: boolean) =>
      cardExtensions({ type: 'CPE', number: '9900000001', profession: 60 }, test).map(
        ({ oid, der }) => `${oid.slice(-1)} ${Buffer.from(der).toString('hex')}`,
      );
    expect(hex(true)).toEqual([
      '5 040180',
      '2 020102',
      `3 1315${Buffer.from('8025000001/9900000001').toString('hex')}`,
      '7 02013c',
    ]);
    expect(hex(false)[0]).toBe('5 040100');
  });
});

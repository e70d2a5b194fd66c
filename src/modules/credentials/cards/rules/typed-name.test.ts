import { describe, expect, it } from 'vitest';
import { isNameOnCard } from './typed-name.js';

describe('a name that an employer types', () => {
  it('is made of letters, whatever their accents; that of a service also of digits', () => {
    for (const name of ['Élodie', 'LE GOFF', 'D’ARC', "O'NEIL", 'Jean-Noël', 'ØSTERGÅRD', 'N\u0303ez', 'É'])
      expect(isNameOnCard(name, true), name).toBe(true);
    for (const name of ['Urgences', 'Bloc n° 2 (étage 3)', '3e étage', 'R&D, pharmacie'])
      expect(isNameOnCard(name, false), name).toBe(true);
  });

  it('is no number, no formula, no reversed writing, no rest of a file that was not read, and not too long', () => {
    const none = [
      '',
      '123',
      '---',
      '=1+1',
      '"Jean',
      'A\u202EB',
      'A\u0000',
      '\uFFFDlodie',
      '<b>',
      'A\nB',
      'É'.repeat(65),
    ];
    for (const name of none)
      for (const ofPerson of [true, false])
        if (ofPerson || name !== '123') expect(isNameOnCard(name, ofPerson), name).toBe(false);
    expect(isNameOnCard('A2', true)).toBe(false);
  });
});

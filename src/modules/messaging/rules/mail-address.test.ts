import { describe, expect, it } from 'vitest';
import { domainAndAbove, holderOfDomain } from './domain-holder.js';
import { domainOf, readAddress, readDomain } from './mail-address.js';

describe('an address', () => {
  it('is read in lower case', () => {
    expect(readAddress(' Claire.FICTIVE@Medecin.mssante.example ')).toBe(
      'claire.fictive@medecin.mssante.example',
    );
    expect(readAddress("p.d'artagnan-2@ch-fiction.mssante.example")).toBeDefined();
    expect(domainOf('a@b.example')).toBe('b.example');
  });

  it.each([
    ...[
      '',
      'a',
      'a@',
      '@b.example',
      'a@b',
      'a@b@c.example',
      'a b@c.example',
      'a|b@c.example',
      'a..b@c.example',
    ],
    ...[
      '.a@b.example',
      'a.@b.example',
      'é@b.example',
      'a@-b.example',
      'a@b-.example',
      'a@b..example',
      'a@[127.0.0.1]',
    ],
    ...[
      `${'a'.repeat(66)}@b.example`,
      `a@${'b.'.repeat(120)}example`,
      'a\n@b.example',
      'a@b.example\u0000',
      'a@1.2.3.4',
    ],
  ])('is not %j', (typed) => {
    expect(readAddress(typed)).toBeUndefined();
  });
});

describe('a domain', () => {
  const held = new Map([
    ['mssante.example', 'large'],
    ['chu.mssante.example', 'narrow'],
  ]);

  it('belongs to whoever holds it, else to whoever holds the nearest above', () => {
    expect(domainAndAbove('a.b.example')).toEqual(['a.b.example', 'b.example']);
    expect(holderOfDomain('mssante.example', held)).toBe('large');
    expect(holderOfDomain('medecin.mssante.example', held)).toBe('large');
    expect(holderOfDomain('urgences.chu.mssante.example', held)).toBe('narrow');
  });

  it('that only ends alike belongs to nobody', () => {
    expect(holderOfDomain('faux-mssante.example', held)).toBeUndefined();
    expect(holderOfDomain('example', held)).toBeUndefined();
    expect(holderOfDomain('mssante.example.com', held)).toBeUndefined();
    expect(readDomain('example')).toBeUndefined();
    expect(readDomain('MSSante.example')).toBe('mssante.example');
  });
});

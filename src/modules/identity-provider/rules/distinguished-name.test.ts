import { expect, it } from 'vitest';
import { isSameName, readName } from './distinguished-name.js';

const NAME = 'CN=logiciel,OU=1990000019,O=A\\, B,ST=Paris (75),C=FR';

it('takes two writings of one name as the same: spaces, case of types, order inside a part', () => {
  expect(isSameName(NAME, 'cn = logiciel, ou=1990000019, O=A\\, B, ST=Paris (75), C=FR')).toBe(true);
  expect(isSameName('CN=1+GN=Zoé,C=FR', 'GN=Zoé+CN=1,C=FR')).toBe(true);
  expect(isSameName('CN=1+GN=Zoé,C=FR', 'CN=1+GN=Zo\\C3\\A9,C=FR')).toBe(true);
  expect(isSameName(NAME, 'CN=logiciel,OU=1990000019,O=A\\2c B,ST=Paris (75),C=FR')).toBe(true);
  expect(isSameName('O=A\\\\bc', 'O=A\\5Cbc')).toBe(true);
});

it('tells names apart by their values, their case, their order, and a sign that was not escaped', () => {
  const others = [
    'CN=Logiciel,OU=1990000019,O=A\\, B,ST=Paris (75),C=FR',
    'OU=1990000019,CN=logiciel,O=A\\, B,ST=Paris (75),C=FR',
    'CN=logiciel,OU=1990000019,O=A,ST=Paris (75),C=FR',
    'CN=logiciel,OU=1990000019,O=A\\, B,ST=Paris (75)',
    'CN=logiciel,OU=1990000019,O=A, B,ST=Paris (75),C=FR',
  ];
  for (const other of others) expect([other, isSameName(NAME, other)]).toEqual([other, false]);
});

it('reads nothing in what is no name', () => {
  for (const text of ['', 'logiciel', 'CN=', 'CN=a,,C=FR', '=a', 'CN=a+', 'CN=a\\00OU=b', 'CN=a\\01OU=b']) {
    expect([text, readName(text)]).toEqual([text, undefined]);
    expect(isSameName(text, text)).toBe(false);
  }
});

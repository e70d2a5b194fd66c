import { expect, it } from 'vitest';
import { isUsableMail, isUsableMobile, maskMobile, missingContacts } from './usable-contacts.js';

it('takes mobiles of the mainland, of the overseas departments and of other countries', () => {
  for (const number of ['+33639980042', '+33700000000', '+262692000000', '+590690000000', '+32470000000']) {
    expect([number, isUsableMobile(number)]).toEqual([number, true]);
  }
});

it('refuses fixed lines, national forms and what is no number', () => {
  for (const number of [
    '+33199000012',
    '+33 6 39 98 00 42',
    '0639980042',
    '+3363998',
    '+262262000000',
    'x',
    '',
  ]) {
    expect([number, isUsableMobile(number)]).toEqual([number, false]);
  }
});

it('takes one address, and nothing that could carry another header or recipient', () => {
  expect(isUsableMail('prenom.nom+ecps@sante.example')).toBe(true);
  for (const mail of [
    '',
    'a@b',
    'a b@c.example',
    'a@b.example,c@d.example',
    'a@b.example\nBcc: x@y.example',
    '@c.example',
  ]) {
    expect([mail, isUsableMail(mail)]).toEqual([mail, false]);
  }
});

it('names what is missing and shows two digits of a number', () => {
  expect(missingContacts(undefined, '+33639980042')).toEqual(['courriel']);
  expect(missingContacts('a@b.example', undefined)).toEqual(['mobile']);
  expect(missingContacts('a@b.example', '+33639980042')).toEqual([]);
  expect(maskMobile('+33639980042')).toBe('•• •• •• •• 42');
});

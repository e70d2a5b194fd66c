import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { declarationFaults, readDeclaration } from '../../../modules/identity-provider/index.js';
import { declarationOf, formErrors, typedOf } from './typed.js';

const OPTIONS = {
  authentication: 'private_key_jwt',
  jwks: {
    keys: [
      {
        ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
        kid: 'un',
      },
    ],
  },
  subject: 'stable',
  claims: 'clean',
  pushedRequests: true,
  ciba: { delivery: 'ping', notificationUri: 'https://a.example/ping' },
  events: { delivery: 'push', endpoint: 'https://a.example/avis' },
  acceptedMeans: ['ECPS', 'TOTP'],
  pscOnly: false,
  sharedWorkstation: true,
  nonNominativeCards: true,
  tokenExchange: { towards: ['autre'], from: [] },
  backchannelLogoutUri: 'https://a.example/fin',
};

const read = (given: unknown) => {
  const known = readDeclaration(given);
  if ('faults' in known) throw new Error(JSON.stringify(known.faults));
  return known.declaration;
};

it('a declaration goes through its form and comes back as it was, whatever its options', () => {
  const declaration = read({
    name: 'Carnet',
    otherMeans: ['CARD'],
    redirectUris: ['https://a.example/cb', 'https://b.example/cb'],
    options: OPTIONS,
  });
  expect(read(declarationOf(typedOf(declaration)))).toEqual(declaration);
  expect(declarationFaults(declaration, true).filter(({ field }) => field.startsWith('options'))).toEqual([]);
});

it('an option that no field has, and JSON that is none, are told at the last field', () => {
  for (const others of ['{"inventée": 1}', '{', '[]']) {
    const declaration = read(
      declarationOf({ 'options/others': others, redirectUris: 'https://a.example/cb' }),
    );
    const fields = formErrors(declarationFaults(declaration, true), declaration).map(({ field }) => field);
    expect([others, fields]).toEqual([others, expect.arrayContaining(['options/others'])]);
  }
});

it('a faulty address is named in its message, at the field where it was typed', () => {
  const declaration = read(declarationOf({ redirectUris: 'https://a.example/cb http://b.example/#x' }));
  expect(formErrors(declarationFaults(declaration, true), declaration)).toContainEqual({
    field: 'redirectUris',
    message: expect.stringContaining('http://b.example/#x : '),
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type ReadClaim, readUserinfo } from './read-userinfo.js';

const folder = new URL('../../../../tests/identity-provider/golden/', import.meta.url);
const golden = readdirSync(folder).map((name) => ({
  name,
  said: JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Record<string, unknown>,
}));

const whole = (said: Record<string, unknown>) => ({
  sub: `f:7a3c5b0e-1d42-4f6a-9c88-6e0b52d1f4a7:${said.SubjectNameID}`,
  ...said,
  ...('SubjectRefPro' in said && { authMode: 'MOBILE' }),
});

const faults = (read: readonly ReadClaim[] | undefined) =>
  (read ?? []).flatMap(({ path, fault }) => (fault ? [`${path} ${fault}`] : []));

for (const { name, said } of golden)
  it(`what we give of ${name} is read without a fault`, () => {
    expect(faults(readUserinfo(whole(said)))).toEqual([]);
  });

const pharmacist = whole(golden.find(({ name }) => name === 'pharmacist.json')?.said ?? {});
const exercise = (change: object) => {
  const copy = structuredClone(pharmacist) as unknown as {
    SubjectRefPro: { exercices: Record<string, unknown>[] };
  };
  Object.assign(copy.SubjectRefPro.exercices[0] ?? {}, change);
  return copy;
};

it('a code is told in words, by the list of its place', () => {
  const read = readUserinfo(pharmacist) ?? [];
  const meaning = (end: string) => read.find(({ path }) => path.endsWith(end))?.meaning;
  expect(meaning('codeProfession')).toBe('Pharmacien');
  expect(meaning('SubjectRole/0')).toBe('Pharmacien');
  expect(meaning('codeCivilite')).toBeTruthy();
});

it.each<[string, unknown, string]>([
  [
    'a member that is missing',
    exercise({ nomDexercice: undefined }),
    'SubjectRefPro/exercices/0/nomDexercice missing',
  ],
  ['a member that the format has not', { ...pharmacist, email: 'a@b.example' }, 'email unknown-member'],
  [
    'a code of no list',
    exercise({ codeProfession: '999' }),
    'SubjectRefPro/exercices/0/codeProfession unknown-code',
  ],
  ['a number in place of a text', { ...pharmacist, UITVersion: 1 }, 'UITVersion not-text'],
  ['another version', { ...pharmacist, UITVersion: '2.0' }, 'UITVersion wrong-value'],
  ['a text in place of a list', { ...pharmacist, SubjectRole: '21' }, 'SubjectRole not-list'],
  ['a list in place of an object', { ...pharmacist, SubjectRefPro: [] }, 'SubjectRefPro not-object'],
  ['an identifier that is none', { ...pharmacist, SubjectNameID: '123' }, 'SubjectNameID wrong-identifier'],
  ['two people in one answer', { ...pharmacist, sub: 'f:x:899780000016' }, 'sub other-identifier'],
])('%s is named where it is', (_what, given, fault) => {
  expect(faults(readUserinfo(given))).toContain(fault);
});

it('what is no object is not read', () => {
  for (const given of [null, [], 'x', 3]) expect(readUserinfo(given)).toBeUndefined();
});

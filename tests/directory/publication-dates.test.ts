import { expect, it } from 'vitest';
import { doctorLine, rpps, writeLines } from '../imports/national-files.js';
import { useImports } from '../imports/world.js';

const world = useImports();
const PSYCHOLOGIST = 1;
const DOCTOR = 2;
const idNat = (rank: number): string => `8${rpps(rank)}`;
/** Days from the files of the tests, dated January 2026, to the day before the rule. */
const DAY = -Math.round((Date.UTC(2026, 0, 1) - Date.UTC(2019, 11, 30)) / 86_400_000);

const found = async (q: string): Promise<string[]> => {
  const answer = await fetch(`${world.test.origin}/annuaire?q=${encodeURIComponent(q)}&format=json`);
  return ((await answer.json()) as { people: { idNat: string }[] }).people.map((one) => one.idNat);
};

const page = async (rank: number): Promise<number> =>
  (await fetch(`${world.test.origin}/annuaire/personnes/${idNat(rank)}`)).status;

async function clock(now: string): Promise<void> {
  const answer = await fetch(`${world.test.origin}/sandbox/api/clock`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ now }),
  });
  expect(answer.status).toBe(200);
  await world.test.settle();
}

it('S4-17 holds a psychologist back from the public until the day of the rule, and nobody else', async () => {
  await clock('2019-12-31T08:00:00Z');
  const starred = { profession: '93', exerciseCivility: '', authorities: 'ARS/ARS/ARS', name: 'REFLET' };
  const lines = [doctorLine(PSYCHOLOGIST, starred), doctorLine(DOCTOR, { name: 'REFLETVIF' })];
  const { state } = await world.load('annuaire', [writeLines('personne-activite', lines, DAY)]);
  expect(state).toBe('applied');
  await world.test.settle();
  expect(await found('reflet')).toEqual([idNat(DOCTOR)]);
  expect(await found('psychologue')).toEqual([]);
  expect([await page(PSYCHOLOGIST), await page(DOCTOR)]).toEqual([404, 200]);
  await clock('2020-01-01T08:00:00Z');
  expect(await found('reflet')).toEqual([idNat(PSYCHOLOGIST), idNat(DOCTOR)]);
  expect(await found('psychologue paris')).toEqual([idNat(PSYCHOLOGIST)]);
  expect(await page(PSYCHOLOGIST)).toBe(200);
});

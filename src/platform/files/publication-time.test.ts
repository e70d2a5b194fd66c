import { expect, it } from 'vitest';
import { checkPublished, isPublicationTime } from './publication-time.js';

it('is a minute of a day that exists', () => {
  for (const time of ['202601050245', '202402292359', '202612310000', '202603290230'])
    expect(isPublicationTime(time)).toBe(true);
  for (const time of [
    '202602290245',
    '202602310245',
    '202613010245',
    '202601052400',
    '202601050260',
    '20260105',
    '',
  ])
    expect(isPublicationTime(time)).toBe(false);
});

it('is refused a day after the later of the simulated time and the real one', () => {
  const ctx = { clock: { now: () => new Date('2150-12-31T12:00:00Z') } } as Parameters<
    typeof checkPublished
  >[0];
  expect(() => checkPublished(ctx, 'a.txt', '215101011200')).not.toThrow();
  expect(() => checkPublished(ctx, 'a.txt', '215101011201')).toThrow(/pas encore venue/);
  expect(() => checkPublished(ctx, 'a.txt', '215102300245')).toThrow(/n’existe pas/);
});

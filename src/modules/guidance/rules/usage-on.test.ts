import { describe, expect, it } from 'vitest';
import { usageDates, usageOf, usageOn } from './usage-on.js';
import { USAGE_ROWS } from './usage-rows.js';
import { ACT_NAMES, MEANS_NAMES } from './usage-words.js';

const DAYS = [
  '2014-06-12',
  '2025-12-18',
  '2025-12-19',
  '2025-12-31',
  '2026-01-01',
  '2026-11-22',
  '2040-01-01',
];

/** What is open since always; all the rest is refused, but for the three dated answers below. */
const ALWAYS = [
  ...['insi-search.cps', 'insi-search.cpe', 'insi-search.org'],
  ...['insi-verify.cps', 'insi-verify.cpe', 'insi-verify.org', 'insi-batch.org'],
  ...['dmp-feed.cps', 'dmp-feed.cpe', 'dmp-feed.org'],
  ...['dmp-consult.cps', 'dmp-consult.psc', 'dmp-consult.air'],
  ...['cps', 'cpe', 'psc', 'psc-staff', 'air'].map((means) => `dmp-administrative.${means}`),
  ...['mss-personal.cps', 'mss-personal.psc', 'mss-delegated.cps', 'mss-delegated.psc', 'mss-program.org'],
  ...['cps', 'cpe', 'psc', 'psc-staff'].flatMap((means) => [
    `mss-organisation.${means}`,
    `record-remote.${means}`,
  ]),
];
const dated = (on: string): string[] => [
  ...(on >= '2025-12-19'
    ? ['search', 'verify'].flatMap((act) => [`insi-${act}.psc`, `insi-${act}.psc-staff`])
    : []),
  ...(on <= '2025-12-31'
    ? ['mss-personal', 'mss-organisation', 'record-remote'].map((act) => `${act}.password`)
    : []),
];

describe('the usage matrix', () => {
  it('says one thing and one only of each act by each means, on every day', () => {
    for (const on of DAYS) {
      const told = usageOn(on).map(({ act, means }) => `${act}.${means}`);
      expect(told.sort()).toEqual(
        ACT_NAMES.flatMap((act) => MEANS_NAMES.map((means) => `${act}.${means}`)).sort(),
      );
    }
  });

  it('opens what is written to be open on a day and refuses all the rest with a reason', () => {
    for (const on of DAYS) {
      const open = usageOn(on).filter(({ answer }) => answer === 'yes');
      expect([on, open.map(({ act, means }) => `${act}.${means}`).sort()]).toEqual([
        on,
        [...ALWAYS, ...dated(on)].sort(),
      ]);
      for (const row of usageOn(on))
        expect([row.id, row.answer === 'yes' || (row.why?.length ?? 0) > 20]).toEqual([row.id, true]);
    }
  });

  it('opens INSi to Pro Santé Connect on 19 December 2025, the day before refuses it', () => {
    expect(usageOf('insi-search', 'psc', '2025-12-18')).toMatchObject({
      answer: 'no',
      id: 'insi-search.psc.1',
    });
    expect(usageOf('insi-search', 'psc', '2025-12-19')).toMatchObject({
      answer: 'yes',
      id: 'insi-search.psc.2',
    });
    expect(usageDates()).toEqual(['2025-12-19', '2026-01-01']);
  });

  it('names each line once, with its text', () => {
    expect(new Set(USAGE_ROWS.map(({ id }) => id)).size).toBe(USAGE_ROWS.length);
    for (const { source } of USAGE_ROWS) expect(source.length).toBeGreaterThan(10);
  });
});

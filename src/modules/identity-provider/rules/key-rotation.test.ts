import { describe, expect, it } from 'vitest';
import { CERTS_MAX_AGE, dueActs, type KeyTimes, rhythmOn, soonestUse } from './key-rotation.js';
import { LIFETIMES } from './lifetimes.js';

const rhythm = rhythmOn('2026-11-22');
const start = new Date('2026-01-01T00:00:00Z');
const at = (hours: number) => new Date(start.getTime() + hours * 3_600_000);
const key = (kid: string, state: KeyTimes['state'], times: Partial<KeyTimes>): KeyTimes => ({
  ...{ kid, state, useFrom: null, activeAt: null, retiredAt: null },
  ...times,
});
const active = key('a', 'active', { activeAt: start });

describe('the rhythm of signing keys', () => {
  it('publishes the next key a day before the day of the change, and not sooner', () => {
    const day = rhythm.signs - rhythm.published;
    expect(dueActs([active], rhythm, at(day - 1))).toEqual([]);
    expect(dueActs([active], rhythm, at(day))).toEqual([{ act: 'publish', useFrom: at(rhythm.signs) }]);
  });

  it('leaves a key published for as long as it must be, even when the day is past', () => {
    const late = rhythm.signs + 500;
    expect(dueActs([active], rhythm, at(late))).toEqual([
      { act: 'publish', useFrom: at(late + rhythm.published) },
    ]);
  });

  it('uses the next key at its hour, once', () => {
    const next = key('n', 'next', { useFrom: at(100) });
    expect(dueActs([active, next], rhythm, at(99))).toEqual([]);
    expect(dueActs([active, next], rhythm, at(100))).toEqual([{ act: 'use', kid: 'n' }]);
    const used = [key('n', 'active', { activeAt: at(100) }), key('a', 'retiring', { retiredAt: at(100) })];
    expect(dueActs(used, rhythm, at(101))).toEqual([]);
  });

  it('forgets a key only when nothing that it signed can be shown any more', () => {
    const used = [key('n', 'active', { activeAt: start }), key('a', 'retiring', { retiredAt: start })];
    expect(dueActs(used, rhythm, at(rhythm.verifies - 1))).toEqual([]);
    expect(dueActs(used, rhythm, at(rhythm.verifies))).toEqual([{ act: 'forget', kid: 'a' }]);
    for (const life of Object.values(LIFETIMES)) expect(life).toBeLessThan(rhythm.verifies * 3600);
  });

  it('is slow enough for services that keep the published keys as long as they may', () => {
    expect(rhythm.publishedAtLeast * 3600).toBeGreaterThan(CERTS_MAX_AGE);
    expect(rhythm.published).toBeGreaterThanOrEqual(rhythm.publishedAtLeast);
    expect(soonestUse(rhythm, start)).toEqual(at(rhythm.publishedAtLeast));
  });
});

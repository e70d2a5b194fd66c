import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivals, type HopEvent, type HopEvents } from './arrivals.js';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));
const event = (id: number, origins: Record<string, number>): HopEvent => ({ id, at: at(id), origins });

describe('the arrivals of a change', () => {
  it('takes the first event of each hop that holds the change, with the delay since the hop before', () => {
    const events: HopEvents = {
      ORDRE: [event(1, { CNOM: 1 }), event(5, { CNOM: 2 })],
      RPPS: [event(2, { CNOM: 1 }), event(6, { CNOM: 2 })],
      RASS: [event(3, { CNOM: 1 }), event(9, { CNOM: 2 })],
      PSC: [event(4, { CNOM: 1 })],
    };
    expect(arrivals({ authority: 'CNOM', version: 2 }, events)).toEqual([
      { hop: 'ORDRE', at: at(5) },
      { hop: 'RPPS', at: at(6), delayMs: 1000 },
      { hop: 'RASS', at: at(9), delayMs: 3000 },
      { hop: 'PSC' },
    ]);
  });

  it('counts a state that holds a later version as holding the change, and other authorities for nothing', () => {
    const events: HopEvents = {
      ORDRE: [event(1, { CNOM: 1 })],
      RPPS: [event(2, { CNOP: 7 }), event(3, { CNOM: 4, CNOP: 7 })],
      RASS: [],
      PSC: [event(4, { CNOM: 4 })],
    };
    expect(arrivals({ authority: 'CNOM', version: 1 }, events).map(({ at }) => at?.getUTCSeconds())).toEqual([
      1,
      3,
      undefined,
      undefined,
    ]);
  });

  it('never shows a change at a step before the step above, whatever the events', () => {
    const anyEvents = fc
      .array(fc.record({ id: fc.nat(50), version: fc.nat(5) }), { maxLength: 8 })
      .map((list) => list.sort((a, b) => a.id - b.id).map(({ id, version }) => event(id, { CNOM: version })));
    fc.assert(
      fc.property(anyEvents, anyEvents, anyEvents, anyEvents, fc.integer({ min: 1, max: 5 }), (...given) => {
        const [ORDRE, RPPS, RASS, PSC, version] = given;
        const seen = arrivals({ authority: 'CNOM', version }, { ORDRE, RPPS, RASS, PSC }).map(({ at }) => at);
        const reached = seen.filter((one) => one !== undefined);
        expect(seen.slice(0, reached.length)).toEqual(reached);
        expect([...reached].sort((a, b) => a.getTime() - b.getTime())).toEqual(reached);
      }),
    );
  });
});

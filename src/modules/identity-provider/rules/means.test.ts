import { describe, expect, it } from 'vitest';
import { MEANS, MEANS_CODES, meansOf, offeredMeans, REENTRY, sessionSatisfies, worthOn } from './means.js';

const DAY = '2026-11-22';
const strong = MEANS_CODES.filter((code) => worthOn(code, DAY)?.acr === 'eidas1');

describe('the table of means', () => {
  it('has each means once, in force today, with its source', () => {
    expect(MEANS.map(({ code }) => code)).toEqual([...MEANS_CODES]);
    for (const code of MEANS_CODES) expect(worthOn(code, DAY)?.source).not.toBe('');
    expect(new Set(MEANS.map(({ authMode }) => authMode)).size).toBe(MEANS.length);
  });

  it('keeps the national values for the e-CPS and the card', () => {
    expect(meansOf('ECPS').authMode).toBe('MOBILE');
    expect(meansOf('CARD').authMode).toBe('CARD');
  });

  it('gives eidas1 to what proves two factors, and to nothing else', () => {
    for (const code of MEANS_CODES) {
      const worth = worthOn(code, DAY);
      expect([code, worth?.acr === 'eidas1']).toEqual([code, worth?.factors === 2]);
    }
  });
});

describe('what a service is offered', () => {
  it('is every strong means when it says nothing', () => {
    expect(offeredMeans({}, false, DAY)).toEqual(strong);
  });

  it('is what it accepts, and never a weak means where eidas1 is asked for', () => {
    for (const code of MEANS_CODES) {
      const policy = { acceptedMeans: [code] };
      expect(offeredMeans(policy, false, DAY)).toEqual([code]);
      expect(offeredMeans(policy, true, DAY)).toEqual(strong.includes(code) ? [code] : []);
    }
  });
});

describe('a session already open', () => {
  const opened = (code: (typeof MEANS_CODES)[number]) => ({
    acr: worthOn(code, DAY)?.acr,
    amr: [meansOf(code).authMode],
  });

  it('opens a service that says nothing when a strong means opened it, and only then', () => {
    for (const code of MEANS_CODES)
      expect([code, sessionSatisfies(opened(code), {}, false, DAY)]).toEqual([code, strong.includes(code)]);
  });

  it('opened by a weak means is good where that means is accepted and eidas1 is not asked for', () => {
    const policy = { acceptedMeans: ['ECPS', 'TOTP'] as const };
    expect(sessionSatisfies(opened('TOTP'), policy, false, DAY)).toBe(true);
    expect(sessionSatisfies(opened('TOTP'), policy, true, DAY)).toBe(false);
    expect(sessionSatisfies(opened('SMS'), policy, false, DAY)).toBe(false);
  });

  it('taken up again by one factor is good for services that ask for that alone', () => {
    const again = { acr: 'eidas1', amr: ['TOTP', REENTRY] };
    expect(sessionSatisfies(again, { singleFactorReentry: true }, true, DAY)).toBe(true);
    expect(sessionSatisfies(again, {}, true, DAY)).toBe(false);
    expect(
      sessionSatisfies({ acr: '0', amr: ['TOTP', REENTRY] }, { singleFactorReentry: true }, true, DAY),
    ).toBe(false);
  });

  it('of a way that nobody knows opens nothing', () => {
    expect(sessionSatisfies({ acr: 'eidas1', amr: [] }, {}, false, DAY)).toBe(false);
    expect(sessionSatisfies({ acr: 'eidas1', amr: ['AUTRE'] }, {}, false, DAY)).toBe(false);
  });
});

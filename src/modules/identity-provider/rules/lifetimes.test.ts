import { describe, expect, it } from 'vitest';
import { refreshLifetime, sessionLifetime } from './lifetimes.js';

const HOUR = 3600;

describe('lifetimes', () => {
  it('give a session and a refresh token thirty minutes while the four hours are far', () => {
    expect(sessionLifetime(0, 3 * HOUR)).toBe(1800);
    expect(refreshLifetime(0, 3 * HOUR)).toBe(1800);
    expect(sessionLifetime(undefined, 99)).toBe(1800);
  });

  it('never pass four hours after the strong authentication', () => {
    for (let now = 0; now < 4 * HOUR; now += 60) {
      expect(now + sessionLifetime(0, now)).toBeLessThanOrEqual(4 * HOUR);
      expect(now + refreshLifetime(0, now)).toBeLessThanOrEqual(4 * HOUR);
    }
    expect(sessionLifetime(0, 4 * HOUR - 60)).toBe(60);
  });
});

import { describe, expect, it } from 'vitest';
import { findingsOn, givenLevel, type JudgedService } from './compliance.js';

const service = (over: Partial<JudgedService>): JudgedService => ({
  ...{ kind: 'other', requiredLevel: 'substantial', otherMeans: [], connected: true },
  ...over,
});

describe('a service that the rule of 1 January 2023 concerns', () => {
  it('must be connected from that day on, not the day before', () => {
    for (const kind of ['national', 'integrates'] as const) {
      const missing = service({ kind, connected: false });
      expect(findingsOn(missing, '2022-12-31')).toEqual([]);
      expect(findingsOn(missing, '2023-01-01')).toEqual(['not-connected']);
    }
    expect(findingsOn(service({ connected: false }), '2026-11-22')).toEqual([]);
  });

  it('must drop its local passwords, also when it is connected', () => {
    const both = service({ kind: 'integrates', otherMeans: ['PASSWORD'] });
    expect(findingsOn(both, '2026-11-22')).toEqual(['local-password', 'level']);
    expect(findingsOn(service({ kind: 'integrates' }), '2026-11-22')).toEqual([]);
  });
});

describe('the level that a service gives', () => {
  it('is that of its weakest door', () => {
    expect(givenLevel(service({}), '2026-11-22')).toBe('substantial');
    expect(givenLevel(service({ otherMeans: ['CERTIFICATE'] }), '2026-11-22')).toBe('substantial');
    expect(givenLevel(service({ otherMeans: ['CARD', 'SMS'] }), '2026-11-22')).toBe('low');
    expect(givenLevel(service({ acceptedMeans: ['ECPS', 'TOTP'] }), '2026-11-22')).toBe('low');
    expect(givenLevel(service({ connected: false }), '2026-11-22')).toBeUndefined();
  });

  it('is held against what the service itself requires, whatever its kind', () => {
    expect(findingsOn(service({ requiredLevel: 'high' }), '2026-11-22')).toEqual(['level']);
    expect(findingsOn(service({ requiredLevel: 'low', otherMeans: ['SMS'] }), '2026-11-22')).toEqual([]);
  });
});

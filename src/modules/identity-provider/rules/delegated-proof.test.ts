import { describe, expect, it } from 'vitest';
import { judgeDelegated, longestAgeOf } from './delegated-proof.js';

const NOW = 1_764_000_000;
const terms = {
  acceptedAmr: [
    ['pwd', 'mfa', 'hwk'],
    ['sc', 'pin'],
  ],
  domains: ['ch.example'],
};
const good = {
  sub: 'a1',
  auth_time: NOW - 10,
  amr: ['pwd', 'mfa', 'hwk'],
  preferred_username: 'camille@ch.example',
};
const fault = (change: object) => {
  const judged = judgeDelegated({ ...good, ...change }, terms, NOW);
  return 'fault' in judged ? judged.fault : undefined;
};

describe('what an establishment says of a sign-in', () => {
  it('is taken with every method of one list, and more', () => {
    expect(judgeDelegated(good, terms, NOW)).toEqual({
      account: { subject: 'a1', label: 'camille@ch.example', authTime: NOW - 10 },
    });
    expect(fault({ amr: ['sc', 'pin', 'hwk'] })).toBeUndefined();
  });

  it('is refused without all of them, each one left out', () => {
    for (const list of terms.acceptedAmr)
      for (const left of list)
        expect([left, fault({ amr: list.filter((one) => one !== left) })]).toEqual([left, 'amr']);
    expect(fault({ amr: [] })).toBe('amr');
    expect(fault({ amr: undefined })).toBe('amr');
    const empty = judgeDelegated(good, { ...terms, acceptedAmr: [[]] }, NOW);
    expect(empty).toEqual({ fault: 'amr' });
  });

  it('is refused for an account of another domain, or of one that only ends like ours', () => {
    for (const name of ['camille@autre.example', 'camille@pas-ch.example', 'camille', 'ch.example'])
      expect([name, fault({ preferred_username: name })]).toEqual([name, 'domain']);
    const mail = { preferred_username: 'camille', email: 'camille@CH.example' };
    expect(fault(mail)).toBeUndefined();
    expect(fault({ ...mail, email_verified: false })).toBe('domain');
    expect(fault({ ...mail, preferred_username: 'guest@autre.example' })).toBe('domain');
  });

  it('is refused four hours after the person signed in there, and when that is still to come', () => {
    expect(fault({ auth_time: NOW - 4 * 3600 })).toBeUndefined();
    expect(fault({ auth_time: NOW - 4 * 3600 - 1 })).toBe('too-old');
    expect(fault({ auth_time: NOW + 60 })).toBeUndefined();
    expect(fault({ auth_time: NOW + 61 })).toBe('in-the-future');
    expect(fault({ auth_time: undefined })).toBe('no-account');
    expect(fault({ sub: '' })).toBe('no-account');
  });

  it('is refused when it dates of before what the service wanted at the departure', () => {
    const [at, before] = [NOW - 90, { ...good, auth_time: NOW - 90 - 3600 }];
    const asked = (maxAge: number, claims = good) =>
      'fault' in judgeDelegated(claims, terms, NOW, { at, maxAge });
    expect([asked(0), asked(3600, before), asked(4 * 3600, before)]).toEqual([false, false, false]);
    expect([asked(0, before), asked(3000, before)]).toEqual([true, true]);
    expect(longestAgeOf({ asksAgain: true, maxAge: 600 })).toBe(0);
    expect(longestAgeOf({ asksAgain: false, maxAge: 600 })).toBe(600);
    for (const maxAge of [undefined, 99_999])
      expect(longestAgeOf({ asksAgain: false, maxAge })).toBe(4 * 3600);
  });
});

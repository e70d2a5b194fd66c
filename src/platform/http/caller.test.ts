import { expect, it } from 'vitest';
import { countedAddress, realCaller, trustedProxies } from './caller.js';

const proxies = trustedProxies('10.0.0.7, 192.168.4.0/24 fd00::/8');

it('trusts the listed addresses and networks, and nobody else', () => {
  expect(['10.0.0.7', '192.168.4.200', 'fd12::1'].map((a) => proxies.has(a))).toEqual([true, true, true]);
  expect(['10.0.0.8', '192.168.5.1', '2001:db8::1', '', 'x'].some((a) => proxies.has(a))).toBe(false);
  expect(trustedProxies('').has('127.0.0.1')).toBe(false);
});

it('refuses a list with an entry that is neither an address nor a network', () => {
  for (const bad of ['proxy.example', '10.0.0.0/33', 'fd00::/129', '10.0.0', '10.0.0.1/', '*'])
    expect(() => trustedProxies(`10.0.0.7,${bad}`)).toThrow(bad);
});

it('believes X-Forwarded-For from a proxy of ours, one entry a proxy, from its end', () => {
  expect(realCaller('10.0.0.7', '203.0.113.5', proxies)).toBe('203.0.113.5');
  expect(realCaller('10.0.0.7', '203.0.113.5, 192.168.4.2', proxies)).toBe('203.0.113.5');
  expect(realCaller('::ffff:10.0.0.7', '[2001:db8::5]:4711', proxies)).toBe('2001:db8::5');
  expect(realCaller('10.0.0.7', '203.0.113.5:4711', proxies)).toBe('203.0.113.5');
});

it('believes neither a caller that is no proxy of ours, nor what a caller wrote before our proxy', () => {
  expect(realCaller('203.0.113.9', '127.0.0.1', proxies)).toBe('203.0.113.9');
  expect(realCaller('10.0.0.7', '127.0.0.1, 203.0.113.5', proxies)).toBe('203.0.113.5');
  expect(realCaller('10.0.0.7', '10.0.0.7, 203.0.113.5', proxies)).toBe('203.0.113.5');
  expect(realCaller('10.0.0.7', 'unknown', proxies)).toBe('10.0.0.7');
  expect(realCaller('10.0.0.7', undefined, proxies)).toBe('10.0.0.7');
});

it('counts one holder of IPv6 addresses once', () => {
  expect(countedAddress('203.0.113.5')).toBe('203.0.113.5');
  expect(countedAddress('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  expect(countedAddress('2001:0db8:1:2::9')).toBe('2001:db8:1:2::/64');
  expect(countedAddress('2001:db8::9')).toBe('2001:db8:0:0::/64');
  expect(countedAddress('::1')).toBe('0:0:0:0::/64');
  expect(countedAddress('2001:db8:1:3::9')).not.toBe(countedAddress('2001:db8:1:2::9'));
});

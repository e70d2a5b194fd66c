import { expect, it } from 'vitest';
import { readEndpoint } from './endpoint.js';

it('takes an address of https, and of this machine only where it is allowed', () => {
  const endpoint = 'https://push.example/send/abc';
  expect(readEndpoint(endpoint, [])).toBe(endpoint);
  expect(readEndpoint('http://localhost:4000/x', ['localhost'])).toBe('http://localhost:4000/x');
  for (const faulty of [
    '',
    'push.example/x',
    'http://push.example/x',
    'http://localhost/x',
    'javascript:alert(1)',
    'https://moi:secret@push.example/x',
    `https://push.example/${'x'.repeat(1000)}`,
  ])
    expect([faulty, readEndpoint(faulty, [])]).toEqual([faulty, undefined]);
});

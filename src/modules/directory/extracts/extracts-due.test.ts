import { expect, it } from 'vitest';
import { areExtractsDue } from './extracts-due.js';

it('extracts are due once a day from 02:45, and at once where there are none', () => {
  const at = (text: string) => new Date(`2026-01-${text}Z`);
  expect(areExtractsDue(at('05T12:00'), undefined)).toBe(true);
  expect(areExtractsDue(at('05T02:44'), at('04T02:45'))).toBe(false);
  expect(areExtractsDue(at('05T02:45'), at('04T23:00'))).toBe(true);
  expect(areExtractsDue(at('05T23:59'), at('05T02:45'))).toBe(false);
  expect(areExtractsDue(at('09T01:00'), at('05T02:45'))).toBe(true);
});

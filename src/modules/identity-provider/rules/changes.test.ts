import { expect, it } from 'vitest';
import { backOff, daysKept, eventType, isAlarm } from './changes.js';

it('waits longer after each failure, and never longer than six hours', () => {
  expect([1, 2, 3, 4].map(backOff)).toEqual([10, 20, 40, 80]);
  expect(backOff(12)).toBeLessThanOrEqual(6 * 3600);
  expect(backOff(1000)).toBe(6 * 3600);
});

it('keeps a change for a month, whatever the day', () => {
  expect([daysKept('2021-03-01'), daysKept('2030-01-01')]).toEqual([31, 31]);
});

it('tells of a lost means, not of one that another replaced', () => {
  expect(['lost', 'deleted-by-holder', 'theft', 'compromise'].map(isAlarm)).toEqual([true, true, true, true]);
  expect(['replaced', 'closed', 'end-of-activity', 'data-change'].map(isAlarm)).toEqual([
    ...[false, false, false, false],
  ]);
});

it('names the types of events by addresses of its own', () => {
  expect(eventType('struck-off')).toBe('https://esculape.example/secevent/identity/struck-off');
});

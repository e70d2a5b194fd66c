import { expect, it } from 'vitest';
import { periodFault, stateOn } from './period.js';

it('is upcoming before its first day, open until its last one included, closed after it and once withdrawn', () => {
  const days = { from: '2026-03-01', to: '2026-03-31', withdrawn: false };
  expect(stateOn(days, '2026-02-28')).toBe('upcoming');
  for (const day of ['2026-03-01', '2026-03-31']) expect(stateOn(days, day)).toBe('open');
  expect(stateOn(days, '2026-04-01')).toBe('closed');
  expect(stateOn({ ...days, withdrawn: true }, '2026-03-10')).toBe('closed');
  expect(stateOn({ from: '2026-03-01', withdrawn: false }, '2099-01-01')).toBe('open');
});

it('wants days that exist, in their order, and an end for an interim', () => {
  const today = '2026-03-10';
  for (const good of [
    { from: '2026-03-10' },
    { from: '2026-03-10', to: '2026-03-10' },
    { from: '2026-03-10', to: '2026-12-31', interim: true },
  ])
    expect(periodFault(good, today)).toBeUndefined();
  expect(periodFault({ from: '2026-03-10', interim: true }, today)?.field).toBe('to');
  for (const from of ['', '10/03/2026', '2026-02-30', '2026-3-1'])
    expect(periodFault({ from }, today)?.field, from).toBe('from');
  for (const to of ['', '2026-02-30', '2026-03-09', '2026-03-01'])
    expect(periodFault({ from: '2026-03-01', to }, today)?.field, to).toBe('to');
});

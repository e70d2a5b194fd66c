import { expect, it } from 'vitest';
import { advise, NEEDS, type Need, WHO, type Who } from './guide.js';

const all = WHO.flatMap((who) =>
  NEEDS.flatMap((need) => [true, false].map((phone) => ({ who, need, phone }))),
);
const ids = (who: Who, need: Need, phone: boolean) => advise({ who, need, phone }).means.map(({ id }) => id);

it('answers every question, and never a person with a means of an organisation', () => {
  for (const asked of all) {
    const { means, why } = advise(asked);
    const branch = asked.who === 'software' ? 'organisation' : 'person';
    expect([asked, means.every((one) => one.branch === branch)]).toEqual([asked, true]);
    expect([asked, why.length > 20]).toEqual([asked, true]);
  }
});

it('never proposes the phone to who has none, nor a card of the register to who has no number', () => {
  for (const asked of all) {
    const found = ids(asked.who, asked.need, asked.phone);
    if (!asked.phone) expect([asked, found]).not.toEqual([asked, expect.arrayContaining(['e-cps'])]);
    if (asked.who !== 'professional') expect(found).not.toContain('cps');
    if (asked.who !== 'training') expect(found).not.toContain('cpf');
  }
});

it('says that no card of staff consults the DMP, and that somebody known by a role has the e-CPS', () => {
  for (const phone of [true, false]) expect(ids('practice-staff', 'dmp', phone)).toEqual([]);
  expect(ids('role', 'dmp', true)).toEqual(['e-cps']);
  expect(ids('professional', 'dmp', false)).toEqual(['cps']);
  expect(ids('software', 'dmp', true)).toEqual(['org-auth-cli', 'org-sign']);
});

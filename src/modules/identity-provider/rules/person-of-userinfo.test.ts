import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nationalClaims } from './national-claims.js';
import { personOfUserinfo } from './person-of-userinfo.js';

const GOLDEN = 'tests/identity-provider/golden';
const records = readdirSync(GOLDEN).map((name) => [name, readFileSync(`${GOLDEN}/${name}`, 'utf8')] as const);

describe('the person behind an answer of userinfo', () => {
  it.each(records)('gives the same answer again: %s', (_name, text) => {
    const given = JSON.parse(text);
    expect(nationalClaims(personOfUserinfo(given, given.SubjectNameID))).toEqual(given);
  });

  it('goes by another identifier where one is given, and keeps the former ones', () => {
    const given = JSON.parse(readFileSync(`${GOLDEN}/doctor-two-exercises.json`, 'utf8'));
    const claims = nationalClaims(personOfUserinfo(given, 'ANS20261122120000'));
    const { preferred_username, SubjectNameID, otherIds, ...rest } = given;
    expect(claims).toMatchObject({ ...rest, SubjectNameID: 'ANS20261122120000' });
    expect(claims).toMatchObject({
      otherIds: [{ identifiant: 'ANS20261122120000', origine: 'EDIT', qualite: 1 }, ...otherIds],
    });
    expect(JSON.stringify(claims)).not.toContain(`"preferred_username":"${preferred_username}"`);
    expect(SubjectNameID).not.toBe('ANS20261122120000');
  });

  it('is somebody without a name when the answer says nothing', () => {
    expect(nationalClaims(personOfUserinfo({}, 'ANS20261122120000'))).toEqual({
      ...{ preferred_username: 'ANS20261122120000', SubjectNameID: 'ANS20261122120000' },
      ...{ given_name: '', family_name: '', codeCivilite: '' },
    });
  });
});

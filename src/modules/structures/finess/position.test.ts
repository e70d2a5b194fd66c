import { describe, expect, it } from 'vitest';
import { fromEither, fromProjected, toProjected } from './position.js';

describe('the position of a structure', () => {
  it('comes from Lambert 93, within a metre of the published correspondence', () => {
    // The origin of the projection, and the Eiffel Tower as the national geoportal gives it.
    expect(fromProjected('700000', '6600000')).toEqual({ latitude: 46.5, longitude: 3 });
    const tower = fromProjected('648237.3', '6862271.7', '1,ATLASANTE,100,IGN,BD_ADRESSE,V2.2,LAMBERT_93');
    expect(tower?.latitude).toBeCloseTo(48.858, 2);
    expect(tower?.longitude).toBeCloseTo(2.294, 2);
  });

  it('comes from the projection of its territory overseas', () => {
    const reunion = fromProjected('338000', '7690000', '1,ATLASANTE,100,IGN,BD_ADRESSE,V2.2,UTM_S40');
    expect(reunion?.latitude).toBeCloseTo(-20.88, 1);
    expect(reunion?.longitude).toBeCloseTo(55.44, 1);
  });

  it.each([
    ['76', 49.4431, 1.0993, 'LAMBERT_93'],
    ['972', 14.6161, -61.0588, 'UTM_N20'],
    ['976', -12.7806, 45.2278, 'UTM_S38'],
  ])('goes to the projection of département %s and back', (departement, latitude, longitude, expected) => {
    const { x, y, words } = toProjected({ latitude, longitude }, departement);
    expect(words).toBe(expected);
    expect(fromProjected(x, y, words)).toEqual({ latitude, longitude });
  });

  it.each([
    ['degrees where they belong', '48.85', '2.35', '6861302', '652301'],
    ['no degrees, east and north', '', '', '652301', '6861302'],
    ['no degrees, north and east', '', '', '6861302', '652301'],
    ['metres among the degrees', '6861302', '652301', '', ''],
    ['degrees among the metres', '', '', '2.35', '48.85'],
  ])('is understood with %s', (_, latitude, longitude, x, y) => {
    const found = fromEither(latitude, longitude, x, y);
    expect(found?.latitude).toBeCloseTo(48.85, 3);
    expect(found?.longitude).toBeCloseTo(2.35, 3);
  });

  it.each([
    ['', ''],
    ['0', '0'],
    ['abc', '12'],
    ['1e400', '5'],
  ])('is none for %j and %j', (x, y) => {
    expect(fromProjected(x, y)).toBeUndefined();
    expect(fromEither('', '', x, y)).toBeUndefined();
  });
});

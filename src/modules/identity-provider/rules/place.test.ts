import { expect, it } from 'vitest';
import { placeOf } from './place.js';

it.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox sur Windows'],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
    'Edge sur Linux',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1',
    'Safari sur iOS',
  ],
  ['curl/8', 'un poste de travail'],
  [undefined, 'un poste de travail'],
])('names the place of %j', (userAgent, place) => {
  expect(placeOf(userAgent)).toBe(place);
});

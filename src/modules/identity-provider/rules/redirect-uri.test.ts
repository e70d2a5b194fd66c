import { describe, expect, it } from 'vitest';
import { redirectUriProblem } from './redirect-uri.js';

describe('addresses of return', () => {
  it.each([
    'https://service.example/retour',
    'http://localhost:3001/cb',
    'http://127.0.0.1/cb',
    'https://a.example/?x=1',
  ])('accept %s everywhere', (uri) => {
    expect(redirectUriProblem(uri, true)).toBeUndefined();
    expect(redirectUriProblem(uri, false)).toBeUndefined();
  });

  it('accept http on another host in a sandbox and refuse it in production', () => {
    expect(redirectUriProblem('http://service.example/cb', false)).toBeUndefined();
    expect(redirectUriProblem('http://service.example/cb', true)).toContain('https');
  });

  it.each([
    '',
    'service.example',
    'javascript:alert(1)',
    'ftp://a.example/',
    'https://a.example/#x',
    'https://*.example/cb',
    'https://u:p@a.example/',
  ])('refuse %j everywhere', (uri) => {
    expect(redirectUriProblem(uri, false)).toBeTypeOf('string');
    expect(redirectUriProblem(uri, true)).toBeTypeOf('string');
  });
});

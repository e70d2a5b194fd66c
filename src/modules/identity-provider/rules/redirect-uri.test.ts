import { describe, expect, it } from 'vitest';
import { redirectUriProblem } from './redirect-uri.js';

describe('addresses of return', () => {
  it.each([
    'https://service.example/retour',
    'http://localhost:3001/cb',
    'http://127.0.0.1/cb',
    'https://a.example/?x=1',
    'https://a.example:8443//cb;v=1/%C3%A9',
    'https://xn--sant-epa.example/',
    'http://[::1]:3000/cb',
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
    'https://@a.example/',
    'https:a.example',
    'https:/a.example/cb',
    'https:\\\\a.example\\cb',
    'https://a.example\\cb',
    ' https://a.example/cb',
    'https://a.example/cb ',
    'https://a.ex\tample/cb',
    'https://a.example/\ncb',
    'https://еsante.example/cb',
    'https://a.example/é',
    'https://a.example/\ud800',
    'http://127.1/cb',
    'http://0x7f000001/cb',
    'https://a.example;sandbox/cb',
    `https://a.example/${'b'.repeat(2000)}`,
  ])('refuse %j everywhere', (uri) => {
    expect(redirectUriProblem(uri, false)).toBeTypeOf('string');
    expect(redirectUriProblem(uri, true)).toBeTypeOf('string');
  });
});

import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { navigate } from './navigate.js';

let server: Server | undefined;

/** A server that writes this, whatever it is asked. Out: its address, and what it was asked. */
async function says(text: string) {
  const asked: string[] = [];
  const opened = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (data) => {
      asked.push(data.toString().toLowerCase());
      if (text) socket.end(text);
    });
  });
  server = opened;
  await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve));
  return { asked, url: `http://127.0.0.1:${(opened.address() as { port: number }).port}/page` };
}

afterEach(() => server?.close());

describe('a browser that goes to a page', () => {
  it('says that a person does so, and keeps each cookie', async () => {
    const cookies = 'Set-Cookie: a=1\r\nSet-Cookie: b=2; Expires=Thu, 01 Jan 2032 00:00:00 GMT\r\n';
    const { asked, url } = await says(
      `HTTP/1.1 302 Found\r\nLocation: /x\r\n${cookies}Content-Length: 0\r\n\r\n`,
    );
    const answer = await navigate(url, { headers: { accept: 'text/html' } }, 5000);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/x']);
    expect(answer.headers.getSetCookie()).toHaveLength(2);
    expect(asked[0]).toContain('sec-fetch-mode: navigate');
    expect(asked[0]).toContain('accept: text/html');
  });

  it('reads a page to its end, and nothing after it', async () => {
    const page = 'HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nbonjour';
    const { url } = await says(`${page}<html>et la suite</html>`);
    expect(await (await navigate(url, {}, 5000)).text()).toBe('bonjour');
  });

  it('fails when the page is cut, or when nobody answers', async () => {
    const cut = await says('HTTP/1.1 200 OK\r\nContent-Length: 70\r\n\r\nbonjour');
    await expect(navigate(cut.url, {}, 5000)).rejects.toThrow();
    server?.close();
    const mute = await says('');
    await expect(navigate(mute.url, {}, 50)).rejects.toThrow();
  });
});

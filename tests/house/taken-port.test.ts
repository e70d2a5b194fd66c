import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { startProgram } from '../../src/main.js';
import { readConfig } from '../../src/platform/config.js';
import { freePorts } from '../../src/platform/free-ports.js';
import { startTestApp } from '../support/app.js';
import { dropTestDatabases } from '../support/database.js';

it.each(['PORT', 'TLS_PORT', 'CARD_PORT', 'MTLS_PORT', 'DEMO_PORTS'])(
  'leaves no job, connection or server behind when %s is taken, and tells that alone',
  async (name) => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const [demo, other] = await freePorts(2);
    // Of the two ports of the demo services the second: the first listens already.
    const taking = name === 'DEMO_PORTS' ? `${demo},${port}` : `${port}`;
    const env = { DEMO_PORTS: `${demo},${other}`, [name]: taking };
    await expect(startTestApp(env)).rejects.toMatchObject({ code: 'EADDRINUSE', port });
    await expect(fetch(`http://127.0.0.1:${demo}/`)).rejects.toMatchObject({
      cause: { code: 'ECONNREFUSED' },
    });
    await dropTestDatabases();
    await new Promise((resolve) => taken.close(resolve));
  },
);

it('is told before the database is asked for anything', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const [own, demo, other, tls, card] = await freePorts(5);
  const config = readConfig({
    PORT: `${own}`,
    TLS_PORT: `${tls}`,
    CARD_PORT: `${card}`,
    MTLS_PORT: `${port}`,
    DEMO_PORTS: `${demo},${other}`,
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
  });
  await expect(startProgram(config)).rejects.toMatchObject({ code: 'EADDRINUSE', port });
  await new Promise((resolve) => taken.close(resolve));
  await expect(startProgram(config)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

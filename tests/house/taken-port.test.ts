import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { freePorts } from '../../src/platform/free-ports.js';
import { startTestApp } from '../support/app.js';
import { dropTestDatabases } from '../support/database.js';

/** How many ports this process listens on. */
const listening = () => process.getActiveResourcesInfo().filter((one) => one === 'TCPServerWrap').length;

it.each(['PORT', 'TLS_PORT', 'CARD_PORT', 'MTLS_PORT', 'DEMO_PORTS'])(
  'leaves no job, connection or server behind when %s is taken, and tells that alone',
  async (name) => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const before = listening();
    // Of the two ports of the demo services the second: the first listens already.
    const env = name === 'DEMO_PORTS' ? `${(await freePorts(1))[0]},${port}` : `${port}`;
    await expect(startTestApp({ [name]: env })).rejects.toMatchObject({ code: 'EADDRINUSE', port });
    // What closed before the test may have been counted still.
  expect(listening()).toBeLessThanOrEqual(before);
    await dropTestDatabases();
    await new Promise((resolve) => taken.close(resolve));
  },
);

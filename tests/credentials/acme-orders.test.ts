import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proveHost } from '../../src/modules/credentials/acme/actions/prove.js';
import { accountBy } from '../../src/modules/credentials/acme/store.js';
import { twentyAtOnce } from '../support/context.js';
import { problemOf } from './acme-program.js';
import { type AcmeWorld, acmeWorld } from './acme-world.js';

let a: AcmeWorld;

beforeAll(async () => {
  a = await acmeWorld();
});
afterAll(() => a.close());

describe('an order', () => {
  it('is for one host name, and for nothing else', async () => {
    const by = await a.program();
    const cases: [unknown, string][] = [
      [{ identifiers: [] }, 'malformed'],
      [{}, 'malformed'],
      [{ identifiers: [{ type: 'ip', value: '192.0.2.1' }] }, 'unsupportedIdentifier'],
      [
        { identifiers: ['a', 'b'].map((name) => ({ type: 'dns', value: `${name}.example` })) },
        'rejectedIdentifier',
      ],
      ...['*.clinique.example', 'clinique', '192.0.2.1', 'a;b.example'].map((value): [unknown, string] => [
        { identifiers: [{ type: 'dns', value }] },
        'rejectedIdentifier',
      ]),
      [{ identifiers: [{ type: 'dns', value: 'a.example' }], notAfter: '2030-01-01T00:00:00Z' }, 'malformed'],
    ];
    for (const [payload, type] of cases)
      expect([payload, problemOf(await a.ask(by, '/acme/new-order', payload))]).toEqual([payload, type]);
  });

  it('is refused for good when the host does not prove itself, or stands where nothing is called', async () => {
    const by = await a.program();
    const before = (await a.listed()).length;
    const [absent, near] = ['absent.localhost', 'voisin.localhost'];
    const [path, other] = [(await a.order(by, absent)).location, (await a.order(by, near)).location];
    const id = (of: string) => of.split('/').at(-1) ?? '';
    await a.ask(by, `/acme/chall/${id(path)}`, {});
    const account = await accountBy(a.w.ctx, { id: id(by.kid) });
    const closed = { ...a.w.ctx, config: { ...a.w.ctx.config, outgoingAllowed: [] } };
    if (account) await proveHost(closed, account, id(other));
    for (const [of, type, name] of [
      [path, 'incorrectResponse', absent],
      [other, 'connection', near],
    ] as const) {
      const told = await a.ask(by, `/acme/chall/${id(of)}`, {});
      expect(told.body).toMatchObject({
        status: 'invalid',
        error: { type: `urn:ietf:params:acme:error:${type}` },
      });
      expect((await a.ask(by, of)).body.status).toBe('invalid');
      expect((await a.ask(by, `/acme/authz/${id(of)}`)).body.status).toBe('invalid');
      const finalized = await a.ask(by, `${of}/finalize`, { csr: await a.csrOf(name) });
      expect(problemOf(finalized)).toBe('orderNotReady');
    }
    expect(await a.listed()).toHaveLength(before);
  });

  it('is certified once, for its own name, by a request that is in order', async () => {
    const by = await a.program();
    const path = await a.readyOrder(by, 'une.localhost');
    const bad = [await a.csrOf('autre.localhost'), 'AAAA'];
    for (const csr of bad) expect(problemOf(await a.ask(by, `${path}/finalize`, { csr }))).toBe('badCSR');
    expect((await a.ask(by, path)).body.status).toBe('ready');
    expect(problemOf(await a.ask(by, `/acme/cert/${path.split('/').at(-1)}`))).toBe('orderNotReady');
    const csr = await a.csrOf('une.localhost');
    const before = (await a.listed()).length;
    const made = await twentyAtOnce(async () => {
      if ((await a.ask(by, `${path}/finalize`, { csr })).status !== 200) throw new Error('refused');
    });
    expect([made, (await a.listed()).length - before]).toEqual([1, 1]);
    const pending = (await a.order(by, 'attente.localhost')).location;
    expect(problemOf(await a.ask(by, `${pending}/finalize`, { csr }))).toBe('orderNotReady');
  });

  it('that a dead process was finishing is finished by the next call', async () => {
    const by = await a.program();
    const path = await a.readyOrder(by, 'mort.localhost');
    const csr = await a.csrOf('mort.localhost');
    const id = path.split('/').at(-1);
    const begun = (seconds: number) =>
      sql`update credentials.acme_orders set state = 'processing',
        begun_at = clock_timestamp() - make_interval(secs => ${seconds}) where id = ${id}`.execute(
        a.w.ctx.db,
      );
    await begun(0);
    expect(problemOf(await a.ask(by, `${path}/finalize`, { csr }))).toBe('orderNotReady');
    await begun(61);
    expect((await a.ask(by, `${path}/finalize`, { csr })).body.status).toBe('valid');
  });
});

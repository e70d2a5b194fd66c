import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Fhir } from 'fhir';
import type { Bundle } from 'fhir/r4.js';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { KINDS, type Resource } from '../../src/modules/directory/fhir/parameters.js';
import { writeExportJob } from '../../src/modules/directory/index.js';
import { one, rows } from '../../src/platform/db/connection.js';
import { useExports } from './export-world.js';
import { writePeople } from './people.js';
import type { FhirWorld } from './world.js';

let world: FhirWorld;
let otherKey: string;
const { kickOff, write, manifestOf, linesOf, exported, dropAll } = useExports((made, key) => {
  [world, otherKey] = [made, key];
});
const r4 = new Fhir();

describe('an export of the directory', () => {
  it('holds every resource that a search finds, once, and each is accepted by R4', async () => {
    const manifest = await exported();
    expect(manifest.error).toEqual([]);
    expect(manifest.deleted).toEqual([]);
    expect(manifest.requiresAccessToken).toBe(true);
    expect(manifest.output.map(({ type }) => type)).toEqual([...KINDS]);
    for (const { type, url, count } of manifest.output) {
      const lines = (await linesOf(url)) as Resource[];
      const searched = await world.everything(`/${type}?_count=1000`);
      expect(lines.length).toBe(count);
      const byId = (a: Resource, b: Resource) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1);
      expect(lines.toSorted(byId)).toEqual(searched.toSorted(byId));
      for (const line of lines) {
        const { messages } = r4.validate(line, { errorOnUnexpected: true });
        expect(messages.filter(({ severity }) => severity === 'error' || severity === 'fatal')).toEqual([]);
      }
    }
    await dropAll();
  });

  it('is waited for, then told by its manifest; nobody else learns that there is one', async () => {
    const status = await kickOff('?_type=Device');
    const waiting = await world.ask(status);
    expect(waiting.status).toBe(202);
    expect(waiting.headers.get('x-progress')).toBe('waiting');
    expect(waiting.headers.get('retry-after')).toBe('2');
    await write(status);
    const manifest = await manifestOf(status);
    expect(manifest.request).toContain('/fhir/v2/$export?_type=Device');
    expect(manifest.output.map(({ type }) => type)).toEqual(['Device']);
    for (const path of [status, manifest.output[0]?.url ?? '']) {
      expect((await world.ask(path, { headers: { 'ESANTE-API-KEY': otherKey } })).status).toBe(404);
      expect((await world.ask(path, { headers: { 'ESANTE-API-KEY': '' } })).status).toBe(401);
    }
    await dropAll();
  });

  it('is of one state: what changes while it is written is in the next one, asked for since this one', async () => {
    const [person] = world.people.filter(({ exercises }) => exercises.some(({ to }) => to === undefined));
    if (!person) throw new Error('nobody practises');
    const before = await exported('?_type=Practitioner');
    await dropAll();
    const later = new Date(Date.parse(before.transactionTime) + 60_000);
    await world.app.clock.set(later);
    const version = await one(
      world.ctx.db,
      sql<{ version: number }>`select version from directory.entries where id_nat = ${person.idNat}`,
    );
    const closed = { ...person, version: (version?.version ?? 0) + 1, state: 'closed' as const };
    await writePeople(world.ctx, [closed], world.structures, '2026-06-01');
    const since = await exported(`?_type=Practitioner,PractitionerRole&_since=${before.transactionTime}`);
    const told = await Promise.all(since.output.map(({ url }) => linesOf(url)));
    expect(told.flat()).toEqual([]);
    const bundles = (await Promise.all(since.deleted.map(({ url }) => linesOf(url)))).flat() as Bundle[];
    const gone = bundles.flatMap(({ entry = [] }) => entry.map(({ request }) => request));
    expect(gone.length).toBeGreaterThan(0);
    for (const request of gone) {
      expect(request?.method).toBe('DELETE');
      expect(request?.url).toContain(person.idNat);
      expect(((await (await world.ask(`/${request?.url}`)).json()) as { active: boolean }).active).toBe(
        false,
      );
    }
    for (const bundle of bundles)
      expect(r4.validate(bundle).messages.filter(({ severity }) => severity === 'error')).toEqual([]);
    await dropAll();
  });

  it('does not move while it is read: a change in the middle is not half there', async () => {
    const status = await kickOff('?_type=Practitioner');
    const held = await rows(world.ctx.db, sql<{ id: string }>`select id_nat id from directory.entries`);
    // The first progress is told once the state is taken: whatever comes after it belongs to another one.
    await sql
      .raw(`create function directory.change_meanwhile() returns trigger language plpgsql as $$ begin
        if new.progress like 'Practitioner: %' and old.progress = '' then
          update directory.entries set published = false, published_at = null; end if; return new; end $$;
      create trigger change_meanwhile before update on directory.exports
        for each row execute function directory.change_meanwhile()`)
      .execute(world.ctx.db);
    const total = ((await world.bundle('/Practitioner?_summary=count')) as Bundle).total ?? 0;
    try {
      await write(status);
    } finally {
      await sql`drop function directory.change_meanwhile cascade`.execute(world.ctx.db);
    }
    const manifest = await manifestOf(status);
    expect(manifest.output[0]?.count).toBe(total);
    expect(((await world.bundle('/Practitioner?_summary=count')) as Bundle).total).toBe(0);
    await sql`update directory.entries set published = true, published_at = updated_at
      where id_nat = any(${held.map(({ id }) => id)})`.execute(world.ctx.db);
    await dropAll();
  });

  it('keeps the elements asked for and says that it is not whole', async () => {
    const manifest = await exported('?_type=Practitioner,Device&_elements=Practitioner.name');
    const [practitioners = [], devices = []] = (await Promise.all(
      manifest.output.map(({ url }) => linesOf(url)),
    )) as Resource[][];
    for (const one of practitioners) {
      expect(one.meta?.tag?.[0]?.code).toBe('SUBSETTED');
      expect(one).not.toHaveProperty('qualification');
    }
    expect(devices.every(({ meta }) => meta?.tag === undefined)).toBe(true);
    await dropAll();
  });
});

describe('the files of an export', () => {
  it('come compressed and by parts that make the whole', async () => {
    const manifest = await exported('?_type=PractitionerRole');
    const url = manifest.output[0]?.url ?? '';
    const plain = await (await world.ask(url)).text();
    const zipped = await world.ask(url, { headers: { 'Accept-Encoding': 'gzip' } });
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    const whole = Buffer.from(await zipped.arrayBuffer());
    expect(gunzipSync(whole).toString()).toBe(plain);
    const parts: Buffer[] = [];
    for (const range of ['bytes=0-99', 'bytes=100-']) {
      const part = await world.ask(url, { headers: { 'Accept-Encoding': 'gzip', Range: range } });
      expect(part.status).toBe(206);
      parts.push(Buffer.from(await part.arrayBuffer()));
    }
    expect(Buffer.concat(parts).equals(whole)).toBe(true);
    const head = await world.ask(url, { method: 'HEAD', headers: { 'Accept-Encoding': 'gzip' } });
    expect([head.headers.get('content-length'), await head.text()]).toEqual([String(whole.length), '']);
    const beyond = await world.refused(url, {
      headers: { 'Accept-Encoding': 'gzip', Range: `bytes=${whole.length}-` },
    });
    expect(beyond.status).toBe(416);
    await dropAll();
  });

  it('go away with the export that is cancelled, before and after it was written', async () => {
    const folder = join(world.app.config.extractsDir, 'fhir');
    for (const written of [true, false]) {
      const status = await kickOff('?_type=Device');
      if (written) await write(status);
      expect((await world.ask(status, { method: 'DELETE' })).status).toBe(202);
      await write(status);
      expect((await world.ask(status)).status).toBe(404);
      expect((await world.ask(status, { method: 'DELETE' })).status).toBe(404);
    }
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  });

  it('are written afresh after a crash, and what was left of them is taken away', async () => {
    const status = await kickOff('?_type=Device');
    // As a program leaves it that is killed in the middle.
    await sql`update directory.exports set state = 'writing', attempts = 1, attempt = gen_random_uuid()`.execute(
      world.ctx.db,
    );
    expect((await world.ask(status)).status).toBe(202);
    await write(status);
    const manifest = await manifestOf(status);
    expect((await linesOf(manifest.output[0]?.url ?? '')).length).toBe(manifest.output[0]?.count);
    await dropAll();
    await writeExportJob.run(world.ctx, null);
    expect(readdirSync(join(world.app.config.extractsDir, 'fhir'))).toEqual([]);
  });

  it('are said to have failed when writing them was tried too often', async () => {
    const status = await kickOff('?_type=Device');
    await sql`update directory.exports set state = 'writing', attempts = 4`.execute(world.ctx.db);
    await write(status);
    const { status: code, outcome } = await world.refused(status);
    expect(code).toBe(500);
    expect(outcome.resourceType).toBe('OperationOutcome');
    await dropAll();
  });

  it('go away a day after they were written', async () => {
    const status = await kickOff('?_type=Device');
    await write(status);
    await writeExportJob.run(world.ctx, null);
    expect((await world.ask(status)).status).toBe(200);
    await sql`update directory.exports set ended_at = ended_at - interval '25 hours'`.execute(world.ctx.db);
    await writeExportJob.run(world.ctx, null);
    expect((await world.ask(status)).status).toBe(404);
    expect(readdirSync(join(world.app.config.extractsDir, 'fhir'))).toEqual([]);
  });
});

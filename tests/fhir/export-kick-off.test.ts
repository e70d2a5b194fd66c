import type { OperationOutcome } from 'fhir/r4.js';
import { describe, expect, it } from 'vitest';
import { ASYNC, useExports } from './export-world.js';
import type { FhirWorld } from './world.js';

let world: FhirWorld;
let otherKey: string;
const { kickOff, write, manifestOf, linesOf, dropAll } = useExports((made, key) => {
  [world, otherKey] = [made, key];
});

describe('the kick-off of an export', () => {
  it('takes the parameters of a form of FHIR as well', async () => {
    const answer = await world.ask('/$export', {
      method: 'POST',
      headers: { ...ASYNC, 'content-type': 'application/fhir+json' },
      body: JSON.stringify({
        resourceType: 'Parameters',
        parameter: [{ name: '_type', valueString: 'Device' }],
      }),
    });
    expect(answer.status).toBe(202);
    const status = answer.headers.get('content-location') ?? '';
    await write(status);
    expect((await manifestOf(status)).output.map(({ type }) => type)).toEqual(['Device']);
    await dropAll();
  });

  it('is allowed twice at once to each key, two exports of one key each with its own files', async () => {
    const [first, second] = await Promise.all([kickOff('?_type=Device'), kickOff('?_type=Device')]);
    const third = await world.refused('/$export', { headers: ASYNC });
    expect(third.status).toBe(429);
    await kickOff('?_type=Device', { 'ESANTE-API-KEY': otherKey });
    await Promise.all([write(first), write(second)]);
    const [a, b] = await Promise.all([manifestOf(first), manifestOf(second)]);
    expect(a.output[0]?.url).not.toBe(b.output[0]?.url);
    expect(await linesOf(a.output[0]?.url ?? '')).toEqual(await linesOf(b.output[0]?.url ?? ''));
    expect((await world.ask('/$export', { headers: ASYNC })).status).toBe(202);
    await dropAll();
  });

  it.each([
    ['/$export', {}, 400],
    ['/$export?_type=Patient', ASYNC, 400],
    ['/$export?_outputFormat=text/csv', ASYNC, 400],
    ['/$export?_since=hier', ASYNC, 400],
    ['/$export?_elements=na%20me', ASYNC, 400],
    ['/$export?patient=1', ASYNC, 400],
    ['/Practitioner/$export', ASYNC, 404],
    ['/_export/none', {}, 404],
  ])('says what is wrong with %s', async (path, headers, status) => {
    const refused = await world.refused(path, { headers });
    expect(refused.status).toBe(status);
    const [issue] = (refused.outcome as OperationOutcome).issue;
    expect(issue?.diagnostics).toBeTruthy();
  });

  it('leaves out what it does not know for who prefers that, and is announced', async () => {
    await kickOff('?_type=Patient,Device&patient=1', { Prefer: 'respond-async, handling=lenient' });
    await dropAll();
    const statement = await world.ask('/metadata');
    expect(JSON.stringify(await statement.json())).toContain('bulkdata/OperationDefinition/export');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CSV_COLUMNS, csvReader } from './csv.js';
import { entityRecords, groupMembers, type Placed } from './json.js';

const hostile = fc.string({ unit: 'binary', maxLength: 80 });

/** What becomes of anything: a whole record with a number that has the shape of one, or a reason. */
function whole(
  record: Omit<Placed, 'at'> & { reason?: string; structure?: { id: string; name: string } },
): void {
  if (record.structure === undefined) expect(record.reason).toMatch(/./);
  else {
    expect(record.structure.id).toMatch(/^F[0-9][0-9A-Z][0-9]{7}$/);
    expect(record.structure.name).toMatch(/./);
    expect(JSON.stringify(record.structure)).not.toMatch(/""|\\u0000/);
  }
}

describe('hostile content in a file of FINESS', () => {
  it('makes a record or a reason of any line, and never throws', () => {
    const read = csvReader(CSV_COLUMNS.join(';'));
    if ('missing' in read) throw new Error('the header is not read');
    const cells = fc.array(fc.oneof(hostile, fc.constant('760000018'), fc.constant('"')), { maxLength: 45 });
    fc.assert(
      fc.property(
        fc.oneof(
          hostile,
          cells.map((all) => all.join(';')),
        ),
        (line) => whole(read(line)),
      ),
    );
    fc.assert(
      fc.property(
        fc.record({ name: hostile, x: hostile, y: hostile, day: hostile }),
        ({ name, x, y, day }) => {
          const told: Record<string, string> = {
            nofinesset: '760000018',
            rs: name,
            coordx: x,
            coordy: y,
            datemaj: day,
          };
          const line = CSV_COLUMNS.map((column) => (told[column] ?? '').replaceAll(';', '')).join(';');
          whole(read(line));
        },
      ),
    );
  });

  it('makes records and reasons of any JSON, and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (facts, ege) => {
        for (const value of [
          facts,
          { informationsGeneralesPMEJ: facts, adresse: ege, contact: ege, ege: [ege, facts] },
        ])
          for (const record of entityRecords(value, 'pmej[0]')) whole(record);
        for (const member of groupMembers({ pmejDuGcc: [facts, ege], gccId: facts }))
          expect(typeof member.entity).toBe('string');
      }),
    );
  });

  it('reads no header in anything', () => {
    fc.assert(fc.property(hostile, (line) => 'missing' in csvReader(line)));
  });
});

import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { releaseFiness, structureAsOf, structureCounts } from '../../src/modules/structures/index.js';
import { Random } from '../../src/sandbox/population/random.js';
import { type CsvLine, csvText, finess, pharmacyLine, useFiness } from './finess-files.js';

const world = useFiness();
const DAYS = 20;
const COUNT = 80;
const noon = (day: number) => new Date(Date.UTC(2026, 0, day, 12));

/** A day in the life of establishments: some change their name or phone, some leave, some come or come back. */
function nextDay(random: Random, before: ReadonlyMap<number, CsvLine>, day: number): Map<number, CsvLine> {
  const after = new Map(before);
  for (const [rank, line] of before) {
    if (random.chance(0.06)) after.set(rank, { ...line, rs: `PHARMACIE DU JOUR ${day}` });
    else if (random.chance(0.04)) after.set(rank, { ...line, telephone: `01990010${day + 10}` });
    else if (random.chance(0.03)) after.delete(rank);
  }
  for (let rank = 0; rank < COUNT + day; rank += 1)
    if (!after.has(rank) && random.chance(0.2)) after.set(rank, pharmacyLine(rank));
  return after;
}

it('answers for any past day what the file of that day said, as a naive program remembers it', async () => {
  const random = new Random(20_260_105);
  const days: ReadonlyMap<number, CsvLine>[] = [];
  let lines: ReadonlyMap<number, CsvLine> = new Map(
    Array.from({ length: COUNT }, (_, rank) => [rank, pharmacyLine(rank)]),
  );
  for (let day = 1; day <= DAYS; day += 1) {
    await world.clock.set(new Date(Date.UTC(2026, 0, day, 9)));
    if (day > 1) lines = nextDay(random, lines, day);
    days.push(lines);
    const outcome = await world.load('csv', day, csvText(random.shuffle([...lines.values()])));
    if (outcome.state === 'held') await releaseFiness(world.ctx, world.url, outcome.id);
  }
  let [closed, reopened] = [0, 0];
  for (const [i, held] of days.entries()) {
    for (let rank = 0; rank < COUNT + DAYS; rank += 1) {
      const found = await structureAsOf(world.ctx, `F${finess(rank)}`, noon(i + 1));
      const line = held.get(rank);
      const known = days.slice(0, i + 1).some((one) => one.has(rank));
      expect([i, rank, found !== undefined]).toEqual([i, rank, known]);
      if (line)
        expect([found?.name, found?.phone, found?.closedOn]).toEqual([line.rs, line.telephone, undefined]);
      else if (found) expect(found.closing).toBe('absent');
      if (!line && days[i - 1]?.has(rank)) closed += 1;
      if (line && i > 0 && known && !days[i - 1]?.has(rank)) reopened += 1;
    }
  }
  expect([closed > 10, reopened > 10]).toEqual([true, true]);
  expect((await structureCounts(world.ctx)).establishments).toBe(lines.size);
});

it('keeps the counts of structures equal to what a count of all of them says, whatever is written', async () => {
  const counted = async () =>
    (
      await sql`select kind, category, count(*)::int count from structures.structures
        where active and finess is not null group by kind, category order by 1, 2`.execute(world.ctx.db)
    ).rows;
  const kept = async () =>
    (
      await sql`select kind, category, sum(n)::int count from structures.tally
        group by kind, category having sum(n) <> 0 order by 1, 2`.execute(world.ctx.db)
    ).rows;
  expect(await kept()).toEqual(await counted());
  await sql`update structures.structures set category = '620' where id in (
    select id from structures.structures order by id limit 20)`.execute(world.ctx.db);
  await sql`update structures.structures set active = not active where id in (
    select id from structures.structures order by id desc limit 15)`.execute(world.ctx.db);
  expect(await kept()).toEqual(await counted());
  await Promise.all([1, 2, 3].map(() => sql`select structures.gather_tally()`.execute(world.ctx.db)));
  expect(await kept()).toEqual(await counted());
});

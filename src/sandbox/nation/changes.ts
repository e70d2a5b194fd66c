import type { Exercise, MemberRecord } from '../../modules/authorities/index.js';
import { codes } from '../../modules/nomenclatures/index.js';
import { mobile } from '../population/civil-status.js';
import type { FictitiousMember } from '../population/member.js';
import { person } from '../population/people.js';
import type { Post } from '../population/quotas.js';
import type { Random } from '../population/random.js';
import type { Changes } from './churn.js';
import { drawsFor, PURPOSE } from './draws.js';
import { birthNames } from './names.js';
import type { Nation } from './nation.js';

type Drawn = Pick<Nation, 'seed' | 'estate' | 'world'>;

/** The file of a person after what happened to them; the same file when nothing did. */
export function afterChanges(
  nation: Drawn,
  member: FictitiousMember,
  post: Post,
  rank: number,
  changes: Changes,
): FictitiousMember {
  let { record } = member;
  const on = (day: number) => drawsFor(nation.seed, PURPOSE.change + day, rank);
  if (changes.moved) record = moved(nation, record, post, rank, changes.moved);
  if (changes.renamed) record = renamed(record, birthNames(on(changes.renamed)).birthName);
  if (changes.contacts) record = reachedElsewhere(record, rank, changes.contacts, member.authority);
  if (changes.skilled) {
    record =
      post.profession === '10' && post.category === 'C'
        ? skilled(record, on(changes.skilled))
        : reachedElsewhere(record, rank, changes.skilled, member.authority);
  }
  return record === member.record ? member : { ...member, record };
}

/** Works where another draw of the same post works. */
function moved(nation: Drawn, record: MemberRecord, post: Post, rank: number, day: number): MemberRecord {
  nation.estate.move(day, record.civilStatus.usedName ?? record.civilStatus.birthName);
  const elsewhere = person(nation.world(drawsFor(nation.seed, PURPOSE.move + day, rank)), post, rank);
  const activities = elsewhere.record.exercises[0]?.activities ?? [];
  return onExercises(record, () => ({ activities }));
}

function renamed(record: MemberRecord, name: string): MemberRecord {
  const civilStatus = { ...record.civilStatus, usedName: name };
  return { ...onExercises(record, () => ({ name })), civilStatus };
}

function skilled(record: MemberRecord, random: Random): MemberRecord {
  const held = new Set(record.exercises.flatMap(({ skills }) => skills.map(({ code }) => code)));
  const open = codes('TRE_R43').filter(({ code }) => !held.has(code));
  const gained = { type: 'CAPA', code: random.pick(open).code };
  return onExercises(record, ({ skills }) => ({ skills: [...skills, gained] }));
}

function reachedElsewhere(record: MemberRecord, rank: number, day: number, source: string): MemberRecord {
  // A prime number of ranks further: another number every day.
  const correspondence = { ...record.correspondence, mobile: mobile(rank + day * 7919, source) };
  return { ...record, correspondence };
}

function onExercises(record: MemberRecord, change: (exercise: Exercise) => Partial<Exercise>): MemberRecord {
  return {
    ...record,
    exercises: record.exercises.map((exercise) => ({ ...exercise, ...change(exercise) })),
  };
}

import type { Exercise, MemberRecord } from '../../authorities/index.js';
import type { Part } from '../part.js';

/** Adds `-2`, `-3`… to a key that comes again, so that each part keeps one of its own. */
function numbered(): (key: string) => string {
  const seen = new Map<string, number>();
  return (key) => {
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? key : `${key}-${count}`;
  };
}

function exerciseParts(exercise: Exercise, key: string): Part[] {
  const { skills, activities, ...own } = exercise;
  const unique = numbered();
  return [
    { kind: 'exercise', key, value: own },
    ...skills.map(
      (skill): Part => ({ kind: 'skill', key: unique(`${key}/${skill.type}-${skill.code}`), value: skill }),
    ),
    ...activities.map(
      (activity): Part => ({ kind: 'activity', key: `${key}/${activity.key}`, value: activity }),
    ),
  ];
}

/**
 * Cuts what one authority says of a person into parts that have each their own history. In: the record, the authority,
 * whether the file is closed: then only the identity and the diplomas remain true.
 */
export function splitRecord(record: MemberRecord, authority: string, closed: boolean): Part[] {
  const unique = numbered();
  const lasting: Part[] = [
    { kind: 'civil-status', key: authority, value: record.civilStatus },
    ...record.diplomas.map(
      (one): Part => ({
        kind: 'diploma',
        key: unique(`${authority}/${one.type}-${one.code}`),
        value: one,
      }),
    ),
  ];
  if (closed) return lasting;
  return [
    ...lasting,
    { kind: 'correspondence', key: authority, value: record.correspondence },
    ...record.exercises.flatMap((one) =>
      exerciseParts(one, unique(`${authority}/${one.profession}-${one.category}`)),
    ),
    ...record.authorisations.map(
      (one): Part => ({
        kind: 'authorisation',
        key: unique(`${authority}/${one.type}-${one.discipline ?? ''}`),
        value: one,
      }),
    ),
  ];
}

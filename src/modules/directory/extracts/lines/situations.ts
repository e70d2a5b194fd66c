import type { EntryActivity, EntryExercise } from '../../entry.js';

type Skill = EntryExercise['skills'][number];

const NONE = [undefined];

/**
 * One situation per savoir-faire and activity of an exercise; an exercise without one or the other has a line all the
 * same.
 */
export function eachSituation(
  { skills, activities }: EntryExercise,
  say: (skill: Skill | undefined, activity: EntryActivity | undefined) => void,
): void {
  for (const skill of skills.length > 0 ? skills : NONE) {
    for (const activity of activities.length > 0 ? activities : NONE) say(skill, activity);
  }
}

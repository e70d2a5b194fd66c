import type { Activity, Exercise, Skill } from '../../../modules/authorities/index.js';
import type { Citizen } from '../nation.js';

/** What one line of an activity file is about. */
export interface Situation {
  readonly authority: string;
  readonly exercise: Exercise;
  readonly skill: Skill | undefined;
  readonly activity: Activity | undefined;
}

const NONE = [undefined];

/** One situation per exercise, savoir-faire and activity; an exercise without one or the other has a line all the same. */
export function eachSituation(citizen: Citizen, write: (situation: Situation) => void): void {
  for (const { authority, record } of citizen.files) {
    for (const exercise of record.exercises) {
      const activities = exercise.activities.length > 0 ? exercise.activities : NONE;
      for (const skill of exercise.skills.length > 0 ? exercise.skills : NONE) {
        for (const activity of activities) write({ authority, exercise, skill, activity });
      }
    }
  }
}

/** The three cells that begin every line. */
export function identifierCells({ idType, number }: Citizen): string {
  return `${idType}|${number}|${idType}${number}`;
}

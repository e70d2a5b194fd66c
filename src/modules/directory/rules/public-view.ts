import type { Mailbox } from '../../messaging/index.js';
import { provenanceWithin } from '../../registry/index.js';
import type { EntryActivity, EntryExercise, EntryPerson } from '../entry.js';
import type { PublicActivity, PublicExercise, PublicPerson } from '../public-person.js';
import { publicExercises } from './current.js';
import { publicMailboxes } from './public-mailbox.js';
import { publicPlace } from './public-place.js';
import { coded, diplomaWords, guarantorWords, optional, professionWords, skillWords } from './words-of.js';

/**
 * What the public may know of a person on a day (`YYYY-MM-DD`): current data only, field by field from a list of
 * what is allowed (arrêté of 6 February 2009, articles 5 and 8). Civil status, dates of effect, the number at the
 * ordre, contacts of the person and of the activity stay inside because nothing here names them.
 */
export function publicView(
  person: EntryPerson,
  on: string,
  mailboxes: readonly Mailbox[] = [],
): PublicPerson {
  return {
    idNat: person.idNat,
    ...(person.rpps === undefined ? {} : { rpps: person.rpps }),
    exercises: publicExercises(person, on).map(publicExercise),
    diplomas: person.diplomas.map(({ type, code, provenance }) => ({
      type: coded('TRE_R14', type),
      subject: diplomaWords(code),
      guarantor: guarantorWords(provenance.authority),
    })),
    authorisations: person.authorisations
      .filter(({ from, to }) => (from ?? on) <= on && (to ?? on) >= on)
      .map(({ type, discipline, provenance }) => ({
        type: coded('TRE_R17', type),
        ...optional('subject', 'TRE_R38', discipline),
        guarantor: guarantorWords(provenance.authority),
      })),
    mailboxes: publicMailboxes(mailboxes),
  };
}

function publicExercise(exercise: EntryExercise): PublicExercise {
  return {
    ...optional('civility', 'TRE_R11', exercise.civility),
    name: exercise.name,
    givenName: exercise.givenName,
    profession: professionWords(exercise.profession, exercise.category),
    category: coded('TRE_R09', exercise.category),
    skills: exercise.skills.map((skill) => ({
      type: coded('TRE_R04', skill.type),
      skill: skillWords(skill.type, skill.code),
      guarantor: guarantorWords(provenanceWithin(exercise, skill).authority),
    })),
    activities: exercise.activities.map((activity) => publicActivity(exercise, activity)),
    guarantor: guarantorWords(exercise.provenance.authority),
  };
}

function publicActivity(exercise: EntryExercise, activity: EntryActivity): PublicActivity {
  return {
    ...optional('mode', 'TRE_R23', activity.mode),
    ...optional('genre', 'TRE_R22', activity.genre),
    ...optional('function', 'TRE_R21', activity.function),
    ...optional('role', 'TRE_R85', activity.role),
    ...optional('sector', 'TRE_R02', activity.sector),
    ...optional('pharmacistSection', 'TRE_R06', activity.pharmacistSection),
    ...(activity.place ? { place: publicPlace(activity.place) } : {}),
    guarantor: guarantorWords(provenanceWithin(exercise, activity).authority),
  };
}

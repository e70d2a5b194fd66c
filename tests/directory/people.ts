import type { EntryPerson } from '../../src/modules/directory/index.js';
import { isPublished, publicExercises } from '../../src/modules/directory/rules/current.js';
import type { EntryLine } from '../../src/modules/directory/rules/entry-line.js';
import { searchTerms } from '../../src/modules/directory/rules/search-terms.js';
import { writeEntries } from '../../src/modules/directory/store.js';
import type { Ctx } from '../../src/platform/context.js';

const provenance = {
  authority: 'CNOM',
  validFrom: '2020-01-01',
  recordedAt: '2020-01-01T08:00:00Z',
  act: 'register',
};

export interface Sketch {
  readonly idNat: string;
  readonly name: string;
  readonly givenName: string;
  readonly birthName?: string;
  readonly profession?: string;
  readonly commune?: string;
  readonly postcode?: string;
  readonly version?: number;
  readonly state?: 'active' | 'closed';
}

/** An invented person with one exercise in one place. */
export function personOf(sketch: Sketch): EntryPerson {
  const { idNat, name, givenName, commune = '69383', postcode = '69003' } = sketch;
  const place = {
    id: 'R99000000000001',
    name: 'Cabinet du Parc',
    address: { commune, postcode, communeName: 'VILLE' },
  };
  const activity = { key: 'a1', mode: 'L', structure: place.id, place, provenance };
  return {
    idNat,
    ...(idNat.startsWith('8') && { rpps: idNat.slice(1) }),
    state: sketch.state ?? 'active',
    version: sketch.version ?? 1,
    origins: { CNOM: sketch.version ?? 1 },
    otherIds: [],
    civilStatus: {
      birthName: sketch.birthName ?? name,
      givenNames: [givenName],
      sex: 'F',
      birthDate: '1980-05-05',
      birthPlace: { country: '99000', commune: '69383', name: 'Lyon' },
      certification: { state: 'C', at: '2020-01-01', source: 'RNIPP' },
      provenance,
    },
    exercises: [
      {
        key: 'e1',
        profession: sketch.profession ?? '10',
        category: 'C',
        civility: 'DR',
        name,
        givenName,
        skills: [],
        activities: [activity],
        provenance,
      },
    ],
    diplomas: [],
    authorisations: [],
  };
}

/** Puts people straight into the directory, for tests of what it shows. */
export async function putPeople(ctx: Ctx, people: readonly EntryPerson[], on = '2026-06-01'): Promise<void> {
  const lines = people.map((person): EntryLine => {
    const { idNat, version, origins } = person;
    const shown = publicExercises(person, on);
    return {
      idNat,
      version,
      origins,
      published: isPublished(person, shown),
      person,
      ...searchTerms(person, shown),
    };
  });
  await writeEntries(ctx, lines);
}

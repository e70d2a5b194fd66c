import { z } from 'zod';

/** A text of one line, without signs that do not show (controls, reversed writing, zero width). */
const text = (max = 200) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^\P{C}*$/u);
const code = text(20);
const day = z.iso.date();
const instant = z.iso.datetime({ offset: true });

const address = z.strictObject({
  recipient: text().optional(),
  geographicPoint: text().optional(),
  streetNumber: text(10).optional(),
  repetition: text(10).optional(),
  streetType: code.optional(),
  street: text().optional(),
  mention: text().optional(),
  cedexOffice: text().optional(),
  postcode: text(10).optional(),
  commune: text(10).optional(),
  communeName: text().optional(),
  departement: text(5).optional(),
  country: code.optional(),
});

/** A structure is named by one of its numbers, or is a practice to open. */
export const structureReference = z.union([
  z.strictObject({ id: text(20) }),
  z.strictObject({ finess: text(9) }),
  z.strictObject({ siret: text(14) }),
  z.strictObject({
    practice: z.strictObject({ name: text(), sector: code.optional(), address: address.optional() }),
  }),
]);

const activity = z.strictObject({
  key: text(20).regex(/^[A-Za-z0-9._-]+$/),
  mode: code.optional(),
  genre: code.optional(),
  function: code.optional(),
  role: code.optional(),
  sector: code.optional(),
  pharmacistSection: code.optional(),
  structure: structureReference.optional(),
  phone: text(30).optional(),
  phone2: text(30).optional(),
  fax: text(30).optional(),
  mail: text(254).optional(),
  from: day.optional(),
  to: day.optional(),
  endReason: code.optional(),
});

const exercise = z.strictObject({
  profession: code,
  category: code,
  civility: code.optional(),
  name: text(),
  givenName: text(),
  registration: z
    .strictObject({
      number: text(30).optional(),
      departement: text(5).optional(),
      status: code.optional(),
      since: day.optional(),
    })
    .optional(),
  from: day.optional(),
  to: day.optional(),
  skills: z
    .array(z.strictObject({ type: code, code, recognisedOn: day.optional() }))
    .max(100)
    .default([]),
  activities: z.array(activity).max(200).default([]),
});

const civilStatus = z.strictObject({
  birthName: text(),
  usedName: text().optional(),
  givenNames: z.array(text()).min(1).max(20),
  sex: z.enum(['F', 'M']),
  birthDate: day,
  birthPlace: z.strictObject({ commune: text(5).optional(), country: code.default('99100'), name: text() }),
  civility: code.optional(),
  nationality: code.optional(),
  certification: z.strictObject({ state: code, at: day, source: text() }).optional(),
});

/** A mobile as typed, or as this API gave it. */
const mobile = z.union([text(30), z.strictObject({ e164: text(20), original: text(30), source: text() })]);

/** What an authority sends and reads of one professional. */
export const registrationRecord = z.strictObject({
  civilStatus,
  exercises: z.array(exercise).max(20).default([]),
  diplomas: z
    .array(
      z.strictObject({
        type: code,
        code,
        obtainedOn: day.optional(),
        place: text().optional(),
        number: text(50).optional(),
      }),
    )
    .max(50)
    .default([]),
  authorisations: z
    .array(
      z.strictObject({
        type: code,
        discipline: code.optional(),
        from: day.optional(),
        to: day.optional(),
      }),
    )
    .max(50)
    .default([]),
  correspondence: z.strictObject({
    mail: text(254).optional(),
    mobile: mobile.optional(),
    address: address.optional(),
  }),
});

export const registrationBody = registrationRecord.extend({
  validation: z.strictObject({
    agent: text(),
    checked: z.array(text()).min(1).max(20),
    at: instant.optional(),
  }),
  /** The number that the person already holds. */
  rpps: z
    .string()
    .regex(/^\d{11}$/)
    .optional(),
  /** For somebody whom ADELI numbers, in the place of rpps. */
  adeli: z
    .string()
    .regex(/^[0-9][0-9A-Z][0-9]{7}$/)
    .optional(),
  effectiveAt: instant.optional(),
});

/** A JSON merge patch (RFC 7396) of the record, and from when it holds true. */
export const patchBody = z.looseObject({ effectiveAt: instant.optional() });

/** The most changes of one lot. */
export const LARGEST_LOT = 500;

/** Changes of several professionals, each once, with the version that was read of each. */
export const lotBody = z.strictObject({
  changes: z
    .array(
      z.strictObject({
        number: text(11),
        version: z.int().positive(),
        patch: z.looseObject({ effectiveAt: instant.optional() }),
      }),
    )
    .min(1)
    .max(LARGEST_LOT),
});

export const closeBody = z.strictObject({ reason: code, on: day.optional() });

export type RecordDocument = z.infer<typeof registrationRecord>;
export type StructureReference = z.infer<typeof structureReference>;

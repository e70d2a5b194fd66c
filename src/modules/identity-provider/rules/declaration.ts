import { z } from 'zod';
import type { FieldProblem } from '../../../platform/errors.js';
import { serviceFaults } from './service-faults.js';
import type { GivenOptions } from './service-options.js';

/**
 * What a service is for the rule of 1 January 2023: a national digital health service such as the DMP, software that
 * strongly integrates one (patient or user record), or neither.
 */
export const SERVICE_KINDS = ['national', 'integrates', 'other'] as const;
export type ServiceKind = (typeof SERVICE_KINDS)[number];

/** Levels of electronic identification, weakest first (eIDAS art. 8, taken over by the PGSSI-S). */
export const LEVELS = ['low', 'substantial', 'high'] as const;
export type Level = (typeof LEVELS)[number];

/** By what people come into a service besides Pro Santé Connect. */
export const OTHER_MEANS = ['PASSWORD', 'SMS', 'CERTIFICATE', 'CARD'] as const;
export type OtherMeans = (typeof OTHER_MEANS)[number];

const text = (most: number) => z.string().trim().max(most).default('');
const uris = z.array(z.string().trim().min(1).max(2000)).max(20).default([]);

const shape = z.strictObject({
  name: text(100),
  organisation: text(150),
  /** Who answers for the service, by name. */
  responsible: text(150),
  purpose: text(500),
  website: text(500),
  technicalContact: text(254),
  functionalContact: text(254),
  /** For the people who use the service; the only contact that the catalogue shows. */
  supportContact: text(254),
  kind: z.enum(SERVICE_KINDS).default('other'),
  requiredLevel: z.enum(LEVELS).default('substantial'),
  otherMeans: z.array(z.enum(OTHER_MEANS)).max(4).default([]),
  redirectUris: uris,
  postLogoutRedirectUris: uris,
  acrPolicy: z.enum(['strict', 'tolerant']).default('strict'),
  requirePkce: z.boolean().default(true),
  /** Read by service-options.ts. */
  options: z.record(z.string(), z.unknown()).default({}),
});

/** Everything that an integrator says of a service, complete or not. */
export type Declaration = z.output<typeof shape>;
export type GivenDeclaration = z.input<typeof shape>;

/** A declaration as it was typed; what is too long or unknown is a fault by itself. */
export function readDeclaration(given: unknown): { declaration: Declaration } | { faults: FieldProblem[] } {
  const read = shape.safeParse(given);
  if (read.success) return { declaration: read.data };
  return {
    faults: read.error.issues.map(({ path }) => ({
      field: path.join('/'),
      code: 'unreadable',
      message: 'Cette valeur ne peut pas être lue, ou elle est trop longue.',
    })),
  };
}

const REQUIRED: readonly (readonly [keyof Declaration & string, string])[] = [
  ['organisation', 'Dites quelle organisation porte le service.'],
  ['responsible', 'Donnez le nom du responsable du service.'],
  ['purpose', 'Dites en une phrase à quoi sert le service.'],
];

const CONTACTS = ['technicalContact', 'functionalContact', 'supportContact'] as const;
const isMail = (typed: string) => z.email().safeParse(typed).success;

/** What keeps a declaration from being submitted: a fault per field, with what to do about it. */
export function declarationFaults(d: Declaration, production: boolean): FieldProblem[] {
  const faults = serviceFaults(serviceOf(d), production);
  for (const [field, message] of REQUIRED)
    if (d[field] === '') faults.push({ field, code: 'required', message });
  for (const field of CONTACTS)
    if (d[field] === '' ? field !== 'supportContact' : !isMail(d[field]))
      faults.push({
        field,
        code: 'invalid-mail',
        message: 'Une adresse de courriel est attendue : nom@domaine.',
      });
  if (d.website !== '' && !/^https?:\/\/\S+$/.test(d.website))
    faults.push({
      field: 'website',
      code: 'invalid-uri',
      message: 'Une adresse complète en https est attendue.',
    });
  if (d.options.pscOnly === true && d.otherMeans.length > 0)
    faults.push({
      field: 'otherMeans',
      code: 'contradiction',
      message:
        'Le service se dit ouvert par Pro Santé Connect seul : retirez les autres moyens, ou ce choix.',
    });
  return faults;
}

/** The part of a declaration that the protocol needs, as registerService takes it. */
export const serviceOf = (d: Declaration) => ({
  name: d.name,
  redirectUris: d.redirectUris,
  postLogoutRedirectUris: d.postLogoutRedirectUris,
  acrPolicy: d.acrPolicy,
  requirePkce: d.requirePkce,
  options: d.options as GivenOptions,
});

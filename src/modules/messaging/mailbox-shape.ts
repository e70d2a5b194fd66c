import { z } from 'zod';

/** A text of one line, without signs that do not show, nor the separator of the national files. */
const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{C}|]*$/u);

const shared = {
  idNat: text(40).optional(),
  structure: text(20).describe('Technical id, FINESS, SIRET or national id').optional(),
  declared: z
    .strictObject({ name: text(100), givenName: text(100), role: text(10).describe('TRE_R85') })
    .describe('Holder without number, before the RPPS+')
    .optional(),
  service: text(100).optional(),
  responsible: text(100).optional(),
  phone: text(30).optional(),
  description: text(300).optional(),
  dematerialisation: z.boolean().optional(),
  redList: z.boolean().describe('Never shown to the public').optional(),
  published: z.boolean().describe('True when left out, except for APP').optional(),
  confirmed: z.boolean().describe('Needed to publish an APP mailbox').optional(),
};

/** The shape of what an operator says of a mailbox. */
export const mailboxBody = z.strictObject({
  address: text(254),
  type: z.enum(['PER', 'ORG', 'APP', 'CAB']),
  ...shared,
});

/** The document that a merge patch (RFC 7396) changes: everything but the address and the type, which never change. */
export const mailboxDocument = z.strictObject(shared);

import type { ContactPoint } from 'fhir/r4.js';
import type { Mailbox } from '../../../messaging/index.js';
import { ANNUAIRE, coding, concept, dataTrace, FR_CORE } from './vocabulary.js';

/** A mailbox that everybody may know: on no red list, published by its operator. */
export const isOpenMailbox = ({ redList, published }: Pick<Mailbox, 'redList' | 'published'>): boolean =>
  published && !redList;

/** A secure mailbox as a telecom: its type, what it is for, whether it takes documents; nobody's name or phone. */
export function mailboxTelecom(mailbox: Mailbox): ContactPoint {
  const { type, description, service, dematerialisation, address } = mailbox;
  return {
    extension: [
      {
        url: `${FR_CORE}fr-core-contact-point-email-type`,
        valueCoding: coding('TRE_R256', 'MSSANTE'),
      },
      {
        url: `${ANNUAIRE}as-ext-mailbox-mss-metadata`,
        extension: [
          { url: 'type', valueCodeableConcept: concept(coding('TRE_R257', type)) },
          ...(description === undefined ? [] : [{ url: 'description', valueString: description }]),
          ...(service === undefined ? [] : [{ url: 'service', valueString: service }]),
          { url: 'digitization', valueBoolean: dematerialisation },
        ],
      },
      dataTrace('MSS'),
    ],
    system: 'email',
    value: address,
  };
}

/** Whether a telecom is a secure mailbox. */
export const isMailbox = (telecom: ContactPoint): boolean =>
  telecom.extension?.some(({ url }) => url === `${ANNUAIRE}as-ext-mailbox-mss-metadata`) ?? false;

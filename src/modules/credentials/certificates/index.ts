export { certificatePem as pemOf } from '../ca/pem.js';
export {
  cancelAs,
  changeContactsAs,
  orderAs,
  type Purpose,
  renewAs,
  retrieveAs,
  revokeAs,
} from './actions/as-administrator.js';
export {
  type CertificateOrder,
  type IssuedCertificate,
  issueCertificate,
} from './actions/issue-certificate.js';
export { type KitOrder, orderKit } from './actions/order-kit.js';
export { renewCertificate } from './actions/renew-certificate.js';
export { retrieveAllAs, waitingOf } from './actions/retrieve-all.js';
export { revokeCertificate, revokeWithCode } from './actions/revoke-certificate.js';
export { revokeExOfficio } from './actions/revoke-ex-officio.js';
export { tellRenewals } from './actions/tell-renewals.js';
export { errors } from './errors.js';
export {
  type Administered,
  type Administrator,
  administeredBy,
  requireAdministrator,
} from './queries/administrator.js';
export {
  certificateOf,
  certificatesOf,
  type KeptCertificate,
  stateOf,
} from './queries/certificates-of.js';
export { departementLabel, misuse } from './queries/legal-entity.js';
export {
  byFingerprint,
  identifies,
  type PresentedCertificate,
  presentedCertificate,
} from './queries/presented-certificate.js';
export { revokeOfClosed, revokeOfClosedByFile } from './reactions/revoke-of-closed.js';
export { type CertificateRequest, openRequestsOf, requestOf } from './request-store.js';
export { contactsOf } from './rules/contacts.js';
export { careSoftwareKit, type InsiCall } from './rules/kits.js';
export type { CertificateStanding } from './rules/life-cycle.js';
export { KINDS, type Kind, type Offer, type Usage } from './rules/offers.js';
export { STEP_RULES, STEPS, type Step, type StepState } from './rules/procedure.js';
export type { Bearer } from './rules/subject.js';
export type { SoftwareCertificate } from './store.js';
export { writeSigningRequest } from './write-signing-request.js';

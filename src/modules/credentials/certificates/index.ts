export {
  type CertificateOrder,
  type IssuedCertificate,
  issueCertificate,
} from './actions/issue-certificate.js';
export { type KitOrder, orderKit } from './actions/order-kit.js';
export { renewCertificate } from './actions/renew-certificate.js';
export { revokeCertificate, revokeWithCode } from './actions/revoke-certificate.js';
export { tellRenewals } from './actions/tell-renewals.js';
export { errors } from './errors.js';
export { certificatesOf, stateOf } from './queries/certificates-of.js';
export { departementLabel, misuse } from './queries/legal-entity.js';
export {
  byFingerprint,
  identifies,
  type PresentedCertificate,
  presentedCertificate,
} from './queries/presented-certificate.js';
export { KINDS, type Offer, type Usage } from './rules/offers.js';
export type { Bearer } from './rules/subject.js';
export type { SoftwareCertificate } from './store.js';

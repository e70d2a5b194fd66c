export { decidePerimeter, undoPerimeter } from './actions/decide-perimeter.js';
export { keepOwnIdentity } from './actions/keep-own-identity.js';
export { type NewService, registerService } from './actions/register-service.js';
export { renewMeansFor } from './actions/renew-means-for.js';
export { renewSecret } from './actions/renew-secret.js';
export { keepKeysFresh, revokeKey, rotateKeys } from './actions/rotate-keys.js';
export { startActivationByCard } from './actions/start-activation-by-card.js';
export { startActivationFor } from './actions/start-activation-for.js';
export { tellEndingMeans } from './actions/tell-ending-means.js';
export { pushChanges, pushDueChanges } from './changes/push.js';
export { type ServiceBehind, sendAgain, servicesBehind } from './changes/services-behind.js';
export { forgetOldChanges } from './changes/store.js';
export { pingServices } from './ciba/ping.js';
export { forgetOldRequests } from './ciba/store.js';
export { type Establishment, establishment, establishments } from './delegation/establishments.js';
export { endPairing, type Pairing, pairingsOf } from './delegation/pairings.js';
export { returnAddress } from './delegation/provider-calls.js';
export {
  authoriseEstablishment,
  type NewEstablishment,
  registerEstablishment,
} from './delegation/register-establishment.js';
export * as identityProviderErrors from './errors.js';
export { PERSON_UPDATED, PUBLICATION_COPIED } from './events.js';
export { forgetExpired } from './oidc/adapter.js';
export { identityProviderDoor } from './oidc/door.js';
export { keyTimes as signingKeyTimes } from './oidc/keys.js';
export { MISCONDUCTS, type Misconduct, misbehaveOnce } from './oidc/misconduct.js';
export { openMtlsServer } from './oidc/mtls-server.js';
export { forgetOldNotices, tellLogout } from './oidc/tell-logout.js';
export { forgetOldCodes } from './other-means/codes.js';
export * as otherMeans from './other-means/index.js';
export { activationWaysOf } from './queries/activation-ways-of.js';
export {
  contactsForActivation,
  maskedContacts,
} from './queries/contacts-for-activation.js';
export { meansOfSession } from './queries/means-of-session.js';
export { type PerimeterDecision, perimeter, perimeterDecisions } from './queries/perimeter.js';
export { outsidePopulation, type PscRecord, pscRecord } from './queries/psc-record.js';
export { type ServiceAt, servicesAt } from './queries/services-at.js';
export { copyPeople } from './reactions/copy-people.js';
export { copyPublication } from './reactions/copy-publication.js';
export { endCodesOfLostPhones } from './reactions/end-codes-of-lost.js';
export { endMeansOfClosed } from './reactions/end-means-of-closed.js';
export { tellRevokedMeans } from './reactions/tell-revoked-means.js';
export { giveInitialToken } from './registration/tokens.js';
export { claimGroups } from './rules/claim-groups.js';
export {
  type Finding,
  findingsOn,
  givenLevel,
  REQUIRED_SINCE,
  WORTH_OF_OTHERS,
} from './rules/compliance.js';
export {
  type Declaration,
  declarationFaults,
  type GivenDeclaration,
  LEVELS,
  type Level,
  OTHER_MEANS,
  type OtherMeans,
  readDeclaration,
  SERVICE_KINDS,
  type ServiceKind,
} from './rules/declaration.js';
export type { DeclarationState } from './rules/declaration-states.js';
export type { KeyTimes as SigningKey } from './rules/key-rotation.js';
export { maskMail, maskMobile } from './rules/masks.js';
export { MEANS, type MeansRow, meansOfMode, offeredMeans, worthOn } from './rules/means.js';
export type { Userinfo } from './rules/national-claims.js';
export { publicJwk } from './rules/public-key.js';
export { type ReadClaim, readUserinfo } from './rules/read-userinfo.js';
export { redirectUriProblem } from './rules/redirect-uri.js';
export type { ClaimFault } from './rules/userinfo-format.js';
export { userinfoSchema } from './rules/userinfo-schema.js';
export { activity, type Counted, type Outcome, protocolErrors } from './services/activity.js';
export {
  type CatalogueEntry,
  catalogue,
  catalogueEntry,
  catalogueSize,
  keepEntry,
  keptEntries,
  withdrawEntry,
} from './services/catalogue.js';
export { countSignIns, countSignInsJob } from './services/count-sign-ins.js';
export { giveSecret, rotateServiceKeys } from './services/credentials.js';
export { approveDeclaration, refuseDeclaration } from './services/decide.js';
export {
  changeDeclaration,
  closeDeclaration,
  openDeclaration,
  ownDeclaration,
  submitDeclaration,
} from './services/declare.js';
export { type DeclaredService, declaredBy, declaredService, submittedServices } from './services/store.js';
export { tellIntegrator } from './services/tell-integrator.js';
export { openCardServer } from './sign-in/card-server.js';
export * as wallet from './wallet/index.js';

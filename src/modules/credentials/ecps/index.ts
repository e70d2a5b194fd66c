export { type AnswerInput, answerRequest } from './actions/answer-request.js';
export { collectApproval } from './actions/collect-approval.js';
export { type ActivatedDevice, completeActivation } from './actions/complete-activation.js';
export { completeRenewal, RENEWAL, type RenewalInput } from './actions/complete-renewal.js';
export { endMeans } from './actions/end-means.js';
export { forgetOld } from './actions/forget-old.js';
export { type OpenedActivation, openActivation } from './actions/open-activation.js';
export { type RequestedApproval, requestApproval } from './actions/request-approval.js';
export { type ActivationInput, startActivation } from './actions/start-activation.js';
export { type ShownActivation, startByCard } from './actions/start-by-card.js';
export { type StartedRenewal, startRenewal } from './actions/start-renewal.js';
export { withdrawRequest } from './actions/withdraw-request.js';
export { type Answer, makeDeviceKey, signAnswer } from './client.js';
export { errors } from './errors.js';
export {
  type BindingInput,
  bindFingerprint,
  fingerprintOf,
  fingerprintOptions,
  forgetFingerprint,
} from './fingerprint/bind.js';
export { endingMail } from './messages.js';
export { pushKey } from './push/keys.js';
export { pushRequest } from './push/push-request.js';
export { isSubscribed, subscribePush, unsubscribePush } from './push/subscribe.js';
export { activationState } from './queries/activation-state.js';
export { activeMeans, type Means, meansOf } from './queries/active-means.js';
export { type AnswersOfDay, activeCount, answersByDay } from './queries/answers-by-day.js';
export { type ApprovalState, approvalState } from './queries/approval-state.js';
export { deviceByToken } from './queries/device-by-token.js';
export { type Device, devicesOf } from './queries/devices-of.js';
export { type EndingMeans, endingMeans, markTold } from './queries/ending-means.js';
export { type PendingRequest, pendingRequests, requestWithNumber } from './queries/pending-requests.js';
export { withMeans } from './queries/with-means.js';
export { type ActivationFacts, activationWays, type Obstacle, type Way } from './rules/activation-ways.js';
export { renewable } from './rules/durations.js';
export type { EndReason, Platform } from './rules/life-cycle.js';
export { showDay } from './rules/shown-day.js';
export { type RequestWatch, watchRequests } from './watch.js';

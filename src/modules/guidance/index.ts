export {
  dmpMatrix,
  dmpMatrixFile,
  type LoadedMatrix,
  loadDmpMatrix,
  loadedDmpMatrices,
  previewDmpMatrix,
  undoDmpMatrix,
} from './dmp-matrices.js';
export { documentType, documentTypes } from './document-types.js';
export {
  type Ticket,
  type TicketFigures,
  type TicketMessage,
  ticket,
  ticketFigures,
  ticketsOf,
  waitingTickets,
} from './queries.js';
export { handleRemark, leaveRemark, type Remark, remarksToRead } from './remarks.js';
export { CATEGORIES, type Category } from './rules/categories.js';
export {
  type DmpAccess,
  type DmpMatrix,
  type DocumentType,
  dmpAccess,
  dmpReaders,
} from './rules/dmp-matrix.js';
export { meansOfCard, meansOfPsc } from './rules/usage-means.js';
export { usageAddress, usageDates, usageOf, usageOn } from './rules/usage-on.js';
export type { UsageRow } from './rules/usage-rows.js';
export * from './rules/usage-words.js';
export { tellAnswer } from './tell-answer.js';
export { addToTicket, answerTicket, closeTicket, LONGEST_TEXT, openTicket } from './tickets.js';

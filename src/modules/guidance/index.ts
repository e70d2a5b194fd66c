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
export { tellAnswer } from './tell-answer.js';
export { addToTicket, answerTicket, closeTicket, LONGEST_TEXT, openTicket } from './tickets.js';

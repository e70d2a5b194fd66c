export { applyBulk, type Bulk, type JudgedLine, tryBulk } from './actions/apply-bulk.js';
export { orderStaffCard, type StaffCard } from './actions/order-staff-card.js';
export { errors } from './errors.js';
export { BULK_COLUMNS, type BulkFault, type BulkLine, MOST_LINES, readBulk } from './rules/bulk-lines.js';

import type { IncomingMessage } from 'node:http';

/** Whether the caller went away before the request was there whole: whatever failed, nobody is waiting for an answer. */
export const isCut = (request: IncomingMessage | undefined): boolean =>
  request?.destroyed === true && !request.complete;

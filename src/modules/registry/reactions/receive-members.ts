import type { Reaction } from '../../../platform/events.js';
import { readFiles } from '../actions/receive.js';
import { membersBehind } from '../queries/members-behind.js';

/** Brings the register up to date with members that changed at their authority. */
export const receiveMembers: Reaction = {
  name: 'registry.receive-members',
  together: true,
  run: readFiles,
  behind: membersBehind,
};

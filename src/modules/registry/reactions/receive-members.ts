import type { Reaction } from '../../../platform/events.js';
import { receive } from '../actions/receive.js';

/** Brings the register up to date with members that changed at their authority. */
export const receiveMembers: Reaction = {
  name: 'registry.receive-members',
  run: async (ctx, memberIds) => {
    await receive(ctx, memberIds);
  },
};

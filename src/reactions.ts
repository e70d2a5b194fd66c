import { feeds, paced } from './feeds.js';
import {
  followMailboxes,
  followMailboxLoad,
  followStructureLoad,
  followStructures,
  projectPeople,
} from './modules/directory/index.js';
import { copyPeople, endMeansOfClosed } from './modules/identity-provider/index.js';
import { receiveMembers } from './modules/registry/index.js';
import type { ReactionTable } from './platform/events.js';

/** Event -> what it causes. The only place where one module's event meets another module. */
export const reactions: ReactionTable = {
  'authorities.member-changed': [paced(receiveMembers, feeds.orderToRpps)],
  'registry.person-changed': [paced(projectPeople, feeds.rppsToRass)],
  'structures.structure-changed': [followStructures],
  'structures.file-applied': [followStructureLoad],
  'messaging.mailbox-changed': [followMailboxes],
  'messaging.mailboxes-loaded': [followMailboxLoad],
  'directory.person-published': [paced(copyPeople, feeds.rassToPsc)],
  'identity-provider.person-closed': [endMeansOfClosed],
};

import { feeds, paced } from './feeds.js';
import { loadContactFiles } from './modules/authorities/index.js';
import { cards, certificates, contactless } from './modules/credentials/index.js';
import {
  completeEntries,
  followCards,
  followMailboxes,
  followMailboxLoad,
  followStructureLoad,
  followStructures,
  projectPeople,
  projectPublication,
} from './modules/directory/index.js';
import {
  copyPeople,
  copyPublication,
  endCodesOfLostPhones,
  endMeansOfClosed,
  pingServices,
  tellRevokedMeans,
} from './modules/identity-provider/index.js';
import { receiveContacts, receiveMembers } from './modules/registry/index.js';
import { completeStructures, contracts, makeTerms } from './modules/structures/index.js';
import type { ReactionTable } from './platform/events.js';

/** Event -> what it causes. The only place where one module's event meets another module. */
export const reactions: ReactionTable = {
  'authorities.member-changed': [paced(receiveMembers, feeds.orderToRpps)],
  'authorities.contact-file-delivered': [loadContactFiles],
  'authorities.contacts-delivered': [receiveContacts],
  'registry.person-changed': [paced(projectPeople, feeds.rppsToRass), cards.sendCards],
  'registry.publication-applied': [completeStructures, paced(projectPublication, feeds.rppsToRass)],
  'structures.structure-changed': [
    followStructures,
    makeTerms,
    contracts.endLapsedContracts,
    certificates.revokeOfClosed,
  ],
  'structures.file-applied': [
    followStructureLoad,
    contracts.endLapsedByFile,
    certificates.revokeOfClosedByFile,
  ],
  'messaging.mailbox-changed': [followMailboxes],
  'messaging.mailboxes-loaded': [followMailboxLoad],
  'credentials.ecps-activated': [contactless.giveBadges],
  'credentials.card-ordered': [cards.advanceCardOrders],
  'credentials.card-order-moved': [cards.advanceCardOrders],
  'credentials.card-renewal-due': [cards.renewCards],
  'credentials.card-codes-asked': [cards.sendCardCodes],
  'credentials.card-activated': [followCards],
  'credentials.card-issued': [followCards],
  'credentials.card-opposed': [followCards, tellRevokedMeans],
  'credentials.ecps-ended': [endCodesOfLostPhones, tellRevokedMeans],
  'credentials.card-blocked': [followCards],
  'credentials.card-unblocked': [followCards],
  'directory.person-published': [paced(copyPeople, feeds.rassToPsc)],
  'directory.publication-applied': [completeEntries, paced(copyPublication, feeds.rassToPsc)],
  'identity-provider.person-closed': [endMeansOfClosed],
  'credentials.request-decided': [pingServices],
  'identity-provider.request-decided': [pingServices],
};

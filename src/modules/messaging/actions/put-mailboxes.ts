import { today } from '../../../platform/clock.js';
import { type Ctx, transaction } from '../../../platform/context.js';
import type { FieldProblem } from '../../../platform/errors.js';
import { persons } from '../../registry/index.js';
import { errors } from '../errors.js';
import type { OwnMailbox } from '../mailbox.js';
import type { MailboxDraft } from '../mailbox-draft.js';
import { domainOwners } from '../queries/domain-owners.js';
import { resolveStructures } from '../queries/resolve-structures.js';
import { type Decision, decideMailbox, type MailboxContent } from '../rules/decide-mailbox.js';
import { domainOf, readAddress } from '../rules/mail-address.js';
import {
  lockAddresses,
  lockOperator,
  type MailboxRow,
  type NewVersion,
  ownMailbox,
  tellHolders,
  writeMailboxes,
} from '../store.js';

/** What one draft came to: each is taken as a whole or refused as a whole, whatever becomes of the others. */
export type PutOutcome =
  | { readonly kind: 'refused'; readonly address: string; readonly problems: readonly FieldProblem[] }
  | {
      readonly kind: 'created' | 'updated' | 'unchanged';
      readonly address: string;
      /** Absent from a dry run that would create it. */
      readonly mailbox?: OwnMailbox;
    };

export interface PutOptions {
  /** Decides, and writes nothing. */
  readonly dryRun?: boolean;
  /** Name of the act in the history; by default what the operator did. */
  readonly act?: string;
}

/**
 * Publishes or changes mailboxes of an operator, in one transaction and a constant number of statements. An address
 * named twice is taken once: its first draft. Harmless when repeated. Out: one outcome per draft, in their order.
 */
export function putMailboxes(
  ctx: Ctx,
  operator: string,
  drafts: readonly MailboxDraft[],
  { dryRun = false, act = 'publish' }: PutOptions = {},
): Promise<PutOutcome[]> {
  return transaction(ctx, async (tx) => {
    await lockOperator(tx, operator);
    const firsts = new Map(drafts.toReversed().map((draft) => [readAddress(draft.address), draft]));
    const held = await heldByAddress(tx, drafts);
    const decisions = await decide(tx, operator, drafts, held);
    const versions = decisions.flatMap(({ decision, draft }): NewVersion[] => {
      if (decision.kind === 'refused' || decision.kind === 'unchanged') return [];
      const { content } = decision;
      if (firsts.get(content.address) !== draft) return [];
      return [{ content, expected: held.get(content.address)?.version ?? 0, withdrawn: false, act }];
    });
    const written = dryRun ? new Map<string, MailboxRow>() : await write(tx, operator, versions, held);
    return decisions.map(({ decision, draft }) => outcomeOf(decision, draft, written, held));
  });
}

async function heldByAddress(ctx: Ctx, drafts: readonly MailboxDraft[]): Promise<Map<string, MailboxRow>> {
  const found = await lockAddresses(
    ctx,
    drafts.flatMap(({ address }) => readAddress(address) ?? []),
  );
  return new Map(found.map((row) => [row.address, row]));
}

interface Decided {
  readonly draft: MailboxDraft;
  readonly decision: Decision;
}

async function decide(
  ctx: Ctx,
  operator: string,
  drafts: readonly MailboxDraft[],
  held: ReadonlyMap<string, MailboxRow>,
): Promise<Decided[]> {
  const on = today(ctx.clock);
  const people = await persons(ctx, [...new Set(drafts.flatMap(({ idNat }) => idNat ?? []))]);
  const structures = await resolveStructures(
    ctx,
    drafts.flatMap(({ structure }) => structure ?? []),
  );
  const domains = drafts.map(({ address }) => domainOf(readAddress(address) ?? ''));
  const owners = await domainOwners(ctx, domains);
  return drafts.map((draft, i) => {
    const row = held.get(readAddress(draft.address) ?? '');
    const decision = decideMailbox({
      draft,
      held: row && { content: contentOfRow(row), source: row.source, withdrawn: row.withdrawnAt !== null },
      known: { person: people.get(draft.idNat ?? ''), structureId: structures.get(draft.structure ?? '') },
      isOwnDomain: owners.get(domains[i] ?? '') === operator,
      on,
    });
    return { draft, decision };
  });
}

async function write(
  ctx: Ctx,
  operator: string,
  versions: readonly NewVersion[],
  held: ReadonlyMap<string, MailboxRow>,
): Promise<Map<string, MailboxRow>> {
  const written = await writeMailboxes(ctx, operator, versions);
  const lost = versions.find(({ content }) => !written.has(content.address));
  // Only a load of the national file, at this very moment: asked again, the draft meets what it wrote.
  if (lost) throw errors.stale(lost.expected);
  const before = [...written.keys()].flatMap((address) => held.get(address)?.holder ?? []);
  await tellHolders(ctx, [...before, ...[...written.values()].map(({ holder }) => holder)]);
  return written;
}

function outcomeOf(
  decision: Decision,
  { address }: MailboxDraft,
  written: ReadonlyMap<string, MailboxRow>,
  held: ReadonlyMap<string, MailboxRow>,
): PutOutcome {
  if (decision.kind === 'refused') return { kind: 'refused', address, problems: decision.problems };
  const row = written.get(decision.content.address) ?? held.get(decision.content.address);
  return { kind: decision.kind, address, ...(row && { mailbox: ownMailbox(row) }) };
}

/** The content of a row, without what the program adds. */
export function contentOfRow(row: MailboxRow): MailboxContent {
  const { address, type, idNat, structureId, declared, service, responsible, phone, description } = row;
  const { dematerialisation, redList, published } = row;
  return {
    ...{ address, type, idNat, structureId, declared, service, responsible, phone, description },
    ...{ dematerialisation, redList, published },
  };
}

import type { Ctx } from '../../../platform/context.js';
import { type FieldProblem, Refusal } from '../../../platform/errors.js';
import { checkShape } from '../../../platform/http/json-body.js';
import { isPlainJson } from '../../../platform/http/plain-json.js';
import { journal } from '../../../platform/journal.js';
import { isCorrespondenceHeader, readCorrespondenceLine } from '../files/correspondence.js';
import { draftOfRow } from '../files/draft-of-row.js';
import type { MailboxDraft } from '../mailbox-draft.js';
import { mailboxBody } from '../mailbox-shape.js';
import { readAddress } from '../rules/mail-address.js';
import { problem } from '../rules/problem.js';
import { putMailboxes } from './put-mailboxes.js';

/** One line that was not taken, with its number in what was sent (from 1) and what is wrong. */
export interface RefusedLine {
  readonly line: number;
  readonly address: string;
  readonly problems: readonly FieldProblem[];
}

export interface BulkReport {
  readonly dryRun: boolean;
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: number;
  /** The first thousand. */
  readonly refusedLines: readonly RefusedLine[];
}

const BATCH = 500;
const MOST_TOLD = 1000;
/** Lines of one sending. */
export const MOST_LINES = 50_000;

interface Line {
  readonly line: number;
  readonly address: string;
  readonly draft?: MailboxDraft;
  readonly problems?: readonly FieldProblem[];
}

/**
 * Publishes or changes many mailboxes: one JSON object a line, or the national file with its header. Each line is taken
 * as a whole or refused as a whole; the others go on. Harmless when repeated. What is not named is left as it is.
 * @throws Refusal 422 for more than 50,000 lines
 */
export async function bulkMailboxes(
  ctx: Ctx,
  operator: string,
  text: string,
  { dryRun = false }: { dryRun?: boolean } = {},
): Promise<BulkReport> {
  const lines = readLines(text);
  const counts = { created: 0, updated: 0, unchanged: 0 };
  const refused: RefusedLine[] = lines.flatMap(({ line, address, problems }) =>
    problems ? [{ line, address, problems }] : [],
  );
  const readable = lines.flatMap(({ draft, line }) => (draft ? [{ draft, line }] : []));
  for (let from = 0; from < readable.length; from += BATCH) {
    const batch = readable.slice(from, from + BATCH);
    const outcomes = await putMailboxes(
      ctx,
      operator,
      batch.map(({ draft }) => draft),
      { dryRun, act: 'bulk' },
    );
    for (const [i, outcome] of outcomes.entries()) {
      if (outcome.kind !== 'refused') counts[outcome.kind] += 1;
      else refused.push({ line: batch[i]?.line ?? 0, address: outcome.address, problems: outcome.problems });
    }
  }
  const report = { dryRun, read: lines.length, ...counts, refused: refused.length };
  if (!dryRun)
    await journal(ctx, { act: 'messaging.bulk', subject: operator, outcome: 'done', data: report });
  return { ...report, refusedLines: refused.sort((a, b) => a.line - b.line).slice(0, MOST_TOLD) };
}

function readLines(text: string): Line[] {
  const all = text.replace(/^\uFEFF/, '').split('\n');
  const isNational = isCorrespondenceHeader(all[0] ?? '');
  const numbered = all
    .map((content, i) => ({ content: content.trim(), line: i + 1 }))
    .slice(isNational ? 1 : 0);
  const told = numbered.filter(({ content }) => content !== '');
  if (told.length > MOST_LINES) throw tooMany();
  const seen = new Set<string>();
  return told.map(({ content, line }) => {
    const read = isNational ? ofFile(content) : ofJson(content);
    if (!('address' in read)) return { line, address: '', problems: read.problems };
    const address = readAddress(read.address) ?? read.address.slice(0, 254);
    if (seen.has(address)) return { line, address, problems: [problem('address', 'repeated')] };
    seen.add(address);
    return { line, address, draft: read };
  });
}

const tooMany = () =>
  new Refusal({
    code: 'messaging.too-many-lines',
    status: 422,
    message: `Envoyez au plus ${MOST_LINES} lignes à la fois.`,
  });

type Read = MailboxDraft | { readonly problems: readonly FieldProblem[] };

const UNREADABLE: Read = { problems: [problem('', 'line-unreadable')] };

function ofFile(content: string): Read {
  const row = readCorrespondenceLine(content);
  return row ? draftOfRow(row) : UNREADABLE;
}

function ofJson(content: string): Read {
  try {
    const value: unknown = JSON.parse(content);
    if (!isPlainJson(value)) return UNREADABLE;
    // Zod writes an optional field as `T | undefined`; JSON never holds the second.
    return checkShape(mailboxBody, value) as MailboxDraft;
  } catch (error) {
    return error instanceof Refusal ? { problems: error.fields } : UNREADABLE;
  }
}

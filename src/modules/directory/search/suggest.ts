import type { Ctx } from '../../../platform/context.js';
import { fold } from '../rules/fold.js';
import { nearestPhrase } from '../rules/nearest-phrase.js';
import { peopleQuery } from '../rules/search-query.js';
import { type Asked, type Question, searchQuestion } from '../rules/search-question.js';
import type { Suggestion } from '../search-result.js';
import { PEOPLE } from './sources.js';
import { COUNTED, tally } from './tally.js';

const MOST = 5;

/** What else to ask when nothing was found: a word written otherwise, or the same without one of the conditions. */
export async function suggest(ctx: Ctx, asked: Asked, question: Question): Promise<Suggestion[]> {
  const respelt = question.names.flatMap((word): Suggestion[] => {
    const meant = nearestPhrase(word);
    const q = meant && replaced(asked.q ?? '', word, meant);
    return q ? [{ label: q, asked: { ...asked, q } }] : [];
  });
  const fewer = await Promise.all(withoutOne(asked, question).map((one) => counted(ctx, one)));
  return [...respelt, ...fewer.filter(({ count: n }) => n !== 0)].slice(0, MOST);
}

function withoutOne(asked: Asked, { understood, chosen, names }: Question): Suggestion[] {
  if (understood.length + chosen.length + (names.length > 0 ? 1 : 0) < 2) return [];
  return [
    ...understood.map(({ label, rest }) => ({ label: `sans « ${label} »`, asked: { ...asked, q: rest } })),
    ...chosen.map(({ label, kind }) => ({
      label: `sans « ${label} »`,
      asked: { ...asked, [kind]: undefined },
    })),
  ];
}

async function counted(ctx: Ctx, suggestion: Suggestion): Promise<Suggestion> {
  const question = searchQuestion(suggestion.asked);
  const beginning = question.names.join(' ');
  const { total } = await tally(ctx, { source: PEOPLE, query: peopleQuery(question), beginning });
  return { ...suggestion, count: Math.min(total, COUNTED) };
}

/** A text with one of its words written otherwise; the word is folded, the text as it was typed. */
function replaced(q: string, word: string, by: string): string | undefined {
  const pieces = q.split(/\s+/);
  const at = pieces.findIndex((piece) => fold(piece) === word);
  return at < 0 ? undefined : pieces.with(at, by).join(' ').trim();
}

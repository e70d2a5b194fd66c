import { type Context, Hono } from 'hono';
import { requireRole } from '../../../modules/access/index.js';
import { incidents } from '../../../modules/credentials/index.js';
import { answerTicket } from '../../../modules/guidance/index.js';
import { persons } from '../../../modules/registry/index.js';
import { Refusal } from '../../../platform/errors.js';
import { type Env, formFields } from '../../../platform/http/request.js';
import type { FieldError } from '../../../ui/index.js';
import { DecisionPage } from './decision-page.js';
import { LIST, ListPage } from './list-page.js';

type C = Context<Env>;

const ONE = '/:id{[0-9a-f-]{36}}';

/** For the support: the declarations made without signing in, their proof, and the decision on each. */
export function supportRoutes(): Hono<Env> {
  return new Hono<Env>()
    .use(requireRole('support'))
    .get('/', async (c) => {
      const reports = await incidents.waitingReports(c.get('ctx'));
      return c.html(<ListPage {...{ c, reports }} done={c.req.query('fait')} />);
    })
    .get(ONE, (c) => show(c))
    .get(`${ONE}/piece`, proof)
    .post(ONE, decide);
}

async function show(c: C, typed: Record<string, string> = {}, errors: readonly FieldError[] = []) {
  const ctx = c.get('ctx');
  const report = await incidents.report(ctx, c.req.param('id') ?? '');
  if (!report) throw incidents.errors.unknownReport();
  const { idNat } = report;
  const held = report.said ? await incidents.cardsBehind(ctx, report) : [];
  const status = idNat ? (await persons(ctx, [idNat])).get(idNat)?.civilStatus : undefined;
  const known = status && {
    name: `${status.givenNames.join(' ')} ${status.birthName}`,
    birthDate: status.birthDate,
  };
  return c.html(
    <DecisionPage {...{ c, report, known, cards: held, typed, errors }} />,
    errors.length > 0 ? 422 : 200,
  );
}

/** The file, to be opened outside the browser's pages: it was written by a stranger. */
async function proof(c: C) {
  const found = await incidents.proofOf(c.get('ctx'), c.req.param('id') ?? '');
  if (!found) throw incidents.errors.unknownReport();
  const name = `piece.${found.type.split('/')[1]}`;
  return c.body(new Uint8Array(found.bytes), 200, {
    'content-type': found.type,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
  });
}

async function decide(c: C) {
  const ctx = c.get('ctx');
  const typed = await formFields(c);
  const { answer = '', cardNumber = '' } = typed;
  const accept = typed.decision === 'accept';
  const errors: FieldError[] = [
    ...(answer.trim() ? [] : [{ field: 'answer', message: 'Dites à la personne ce qui est décidé.' }]),
    ...(accept && !cardNumber ? [{ field: 'cardNumber', message: 'Choisissez la carte.' }] : []),
    ...(accept && typed.seen !== 'oui'
      ? [{ field: 'seen', message: 'Rien n’est mis en opposition sans pièce d’identité vue.' }]
      : []),
  ];
  if (errors.length > 0) return show(c, typed, errors);
  try {
    await incidents.decideReport(
      ctx,
      { id: c.req.param('id') ?? '', cardNumber: accept ? cardNumber : undefined },
      (tx, ticket) => answerTicket(tx, ticket, answer),
    );
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 404) throw error;
    return show(c, typed, [{ message: error.message }]);
  }
  return c.redirect(`${LIST}?fait=${accept ? 'faite' : 'refusee'}`, 303);
}

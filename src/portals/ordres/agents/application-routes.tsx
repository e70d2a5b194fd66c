import { type Context, Hono } from 'hono';
import type { User } from '../../../modules/access/index.js';
import {
  listMembers,
  type Member,
  memberActs,
  moveApplication,
  validateApplication,
} from '../../../modules/authorities/index.js';
import type { App } from '../../../platform/app.js';
import { today } from '../../../platform/clock.js';
import { Refusal } from '../../../platform/errors.js';
import { type Env, formFields } from '../../../platform/http/request.js';
import { journal } from '../../../platform/journal.js';
import type { FieldError } from '../../../ui/index.js';
import { nextReading } from '../departure.js';
import { fileOf, ownAgent } from '../doors.js';
import type { Portal } from '../portal-texts.js';
import { ApplicationPage } from './application-page.js';
import { readChecklist } from './checklist.js';
import { ApplicationsPage, LISTS, type ListName } from './list-pages.js';
import { nextPage, PAGE, pageAfter } from './paging.js';

type Fields = Readonly<Record<string, string>>;

/** The applications of one authority, for its agents. */
export function applicationRoutes(app: App, portal: Portal): Hono<Env> {
  const routes = new Hono<Env>();
  const sandbox = app.config.profile === 'sandbox';
  routes.get('/agents', async (c) => {
    const user = await ownAgent(c, portal, 'application.list');
    const wanted = c.req.query('liste') ?? '';
    const list: ListName = Object.hasOwn(LISTS, wanted) ? (wanted as ListName) : 'a-instruire';
    const after = pageAfter(c.req.query('apres'));
    const query = { authority: portal.authority.code, states: LISTS[list].states, limit: PAGE + 1 };
    const found = await listMembers(c.get('ctx'), { ...query, ...(after && { after }) });
    const { files, next } = nextPage(found);
    const nextHref = next && `${portal.path}/agents?liste=${list}&apres=${next}`;
    return c.html(<ApplicationsPage {...{ portal, sandbox, user, list, files, nextHref }} />);
  });
  routes.get('/agents/dossiers/:id', async (c) => {
    const user = await ownAgent(c, portal, 'application.list');
    const file = await fileOf(c, portal, c.req.param('id'));
    return show(c, { portal, sandbox, user, file });
  });
  routes.post('/agents/dossiers/:id/:step', async (c) => {
    const user = await ownAgent(c, portal, 'application.decide');
    const file = await fileOf(c, portal, c.req.param('id'));
    const typed = await formFields(c);
    const errors = await decide(c, portal, user, file, c.req.param('step'), typed);
    if (errors.length > 0) return show(c, { portal, sandbox, user, file }, typed, errors);
    return c.redirect(`${portal.path}/agents/dossiers/${file.memberId}`, 303);
  });
  return routes;
}

async function show(
  c: Context<Env>,
  view: { portal: Portal; sandbox: boolean; user: User; file: Member },
  typed: Fields = {},
  errors: readonly FieldError[] = [],
): Promise<Response> {
  const acts = await memberActs(c.get('ctx'), view.file.memberId);
  const readAt = await nextReading(c.get('ctx'), view.file);
  return c.html(
    <ApplicationPage {...view} {...{ acts, readAt, typed, errors }} />,
    errors.length > 0 ? 422 : 200,
  );
}

/** What each form asks for in words before its step is taken. */
const REASONS: Readonly<Record<string, { field: string; message: string }>> = {
  complement: { field: 'complement', message: 'Dites au professionnel ce qui manque.' },
  refuser: { field: 'motif', message: 'Indiquez le motif du refus.' },
};

const STEPS = {
  instruire: 'take-up',
  complement: 'ask-complement',
  'complement-recu': 'give-complement',
  refuser: 'refuse',
} as const;

async function decide(
  c: Context<Env>,
  portal: Portal,
  user: User,
  file: Member,
  step: string,
  typed: Fields,
): Promise<readonly FieldError[]> {
  const ctx = c.get('ctx');
  try {
    if (step === 'valider') {
      const checklist = readChecklist(typed, portal.texts.checks, today(ctx.clock));
      if ('errors' in checklist) return checklist.errors;
      const validation = { agent: user.name, checked: checklist.checked };
      await validateApplication(ctx, { memberId: file.memberId, validation });
    } else {
      if (!Object.hasOwn(STEPS, step))
        throw new Refusal({ code: 'not-found', status: 404, message: 'Étape inconnue.' });
      const needed = REASONS[step];
      const reason = needed && typed[needed.field]?.trim();
      if (needed && !reason) return [needed];
      const act = STEPS[step as keyof typeof STEPS];
      await moveApplication(ctx, { memberId: file.memberId, act, ...(reason && { reason }) });
    }
  } catch (error) {
    if (!(error instanceof Refusal) || ![409, 422].includes(error.status)) throw error;
    // The fields at fault are those of the application, not of the form on this page.
    return [{ message: error.message }, ...error.fields.map(({ message }) => ({ message }))];
  }
  await journal(ctx, { act: `ordres.${step}`, subject: file.memberId, outcome: 'done' });
  return [];
}

import { type Context, Hono } from 'hono';
import type { User } from '../../../modules/access/index.js';
import {
  changeMember,
  listMembers,
  type Member,
  memberActs,
  memberHistory,
} from '../../../modules/authorities/index.js';
import type { App } from '../../../platform/app.js';
import { Refusal } from '../../../platform/errors.js';
import { type Env, formFields } from '../../../platform/http/request.js';
import { journal } from '../../../platform/journal.js';
import type { FieldError } from '../../../ui/index.js';
import { departureWords, nextReading } from '../departure.js';
import { fileOf, ownAgent } from '../doors.js';
import { type ContactForm, formOf, readForm } from '../member/contact-form.js';
import { saveContacts } from '../member/save-contacts.js';
import type { Portal } from '../portal-texts.js';
import { MembersPage } from './list-pages.js';
import { MemberPage } from './member-page.js';
import { nextPage, PAGE, pageAfter } from './paging.js';

interface Seen {
  readonly portal: Portal;
  readonly sandbox: boolean;
  readonly user: User;
  readonly file: Member;
}

/** The members of one authority, for its agents: search, file, exercise name, contacts. */
export function agentMemberRoutes(app: App, portal: Portal): Hono<Env> {
  const routes = new Hono<Env>();
  const sandbox = app.config.profile === 'sandbox';
  routes.get('/agents/membres', async (c) => {
    const user = await ownAgent(c, portal, 'member.search');
    const q = (c.req.query('q') ?? '').trim();
    const after = pageAfter(c.req.query('apres'));
    const query = { authority: portal.authority.code, states: ['active', 'suspended', 'closed'] as const };
    const found = await listMembers(c.get('ctx'), {
      ...{ ...query, limit: PAGE + 1 },
      ...(q && { q }),
      ...(after && { after }),
    });
    const { files, next } = nextPage(found);
    const nextHref = next && `${portal.path}/agents/membres?q=${encodeURIComponent(q)}&apres=${next}`;
    return c.html(<MembersPage {...{ portal, sandbox, user, q, files, nextHref }} />);
  });
  const seen = async (c: Context<Env>, act: Parameters<typeof ownAgent>[2]): Promise<Seen> => {
    const user = await ownAgent(c, portal, act);
    return { portal, sandbox, user, file: await fileOf(c, portal, c.req.param('id') ?? '') };
  };
  routes.get('/agents/membres/:id', async (c) => {
    const view = await seen(c, 'member.see');
    await journal(c.get('ctx'), { act: 'ordres.see-member', subject: subjectOf(view.file), outcome: 'done' });
    return show(c, view);
  });
  routes.post('/agents/membres/:id/nom', async (c) =>
    after(c, await seen(c, 'member.change-exercise-name'), 'change-exercise-name', rename),
  );
  routes.post('/agents/membres/:id/coordonnees', async (c) =>
    after(c, await seen(c, 'member.edit-contacts'), 'change-contacts', reach),
  );
  return routes;
}

const subjectOf = (file: Member): string => file.idNat ?? file.memberId;

type Fields = Readonly<Record<string, string>>;
type Change = (c: Context<Env>, file: Member, fields: Fields) => Promise<readonly FieldError[]>;

/** Makes a change, journals it, and goes back to the file; with errors, shows them where they are. */
async function after(c: Context<Env>, view: Seen, act: string, change: Change): Promise<Response> {
  const fields = await formFields(c);
  const errors = await change(c, view.file, fields);
  if (errors.length > 0) return show(c, view, errors, 'mail' in fields ? readForm(fields) : undefined);
  await journal(c.get('ctx'), { act: `ordres.${act}`, subject: subjectOf(view.file), outcome: 'done' });
  return c.redirect(`${view.portal.path}/agents/membres/${view.file.memberId}?fait=oui`, 303);
}

async function show(
  c: Context<Env>,
  view: Seen,
  errors: readonly FieldError[] = [],
  typed?: ContactForm,
): Promise<Response> {
  const { memberId, record } = view.file;
  const acts = await memberActs(c.get('ctx'), memberId);
  const history = await memberHistory(c.get('ctx'), memberId);
  const reading = {
    departure: await departureWords(c.get('ctx'), view.file),
    readAt: await nextReading(c.get('ctx'), view.file),
  };
  const page = { acts, history, errors, ...reading, contacts: typed ?? formOf(record.correspondence) };
  const done = c.req.query('fait') === 'oui';
  return c.html(<MemberPage {...view} {...page} done={done} />, errors.length > 0 ? 422 : 200);
}

const reach: Change = async (c, file, fields) => {
  const outcome = await saveContacts(c.get('ctx'), file, readForm(fields), Number(fields.version), 'agent');
  return typeof outcome === 'string' ? [] : outcome;
};

const rename: Change = async (c, file, fields) => {
  const i = Number(fields.exercice);
  const [name, givenName] = [(fields[`nom-${i}`] ?? '').trim(), (fields[`prenom-${i}`] ?? '').trim()];
  const errors = [
    ...(name ? [] : [{ field: `nom-${i}`, message: 'Indiquez le nom d’exercice.' }]),
    ...(givenName ? [] : [{ field: `prenom-${i}`, message: 'Indiquez le prénom d’exercice.' }]),
  ];
  if (errors.length > 0 || !file.record.exercises[i]) return errors;
  try {
    await changeMember(c.get('ctx'), {
      memberId: file.memberId,
      expectedVersion: Number(fields.version),
      act: 'change-exercise-name',
      change: (record) => ({
        ...record,
        exercises: record.exercises.map((one, n) => (n === i ? { ...one, name, givenName } : one)),
      }),
    });
    return [];
  } catch (error) {
    if (error instanceof Refusal && [409, 412].includes(error.status)) return [{ message: error.message }];
    throw error;
  }
};

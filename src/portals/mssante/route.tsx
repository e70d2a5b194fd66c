import { type Context, Hono } from 'hono';
import { accessErrors, currentUser, requireAct } from '../../modules/access/index.js';
import {
  addMember,
  bulkMailboxes,
  changeMailbox,
  closeOperator,
  createMailbox,
  endMember,
  mailboxHistory,
  membersOf,
  messagingErrors,
  type Operator,
  type OwnMailbox,
  operatorByCode,
  operators,
  ownMailboxById,
  ownMailboxes,
  registerOperator,
  renewServiceAccount,
  withdrawMailbox,
} from '../../modules/messaging/index.js';
import type { App } from '../../platform/app.js';
import { Refusal } from '../../platform/errors.js';
import { type Env, formFields } from '../../platform/http/request.js';
import { uploadedText } from '../../platform/http/uploaded-text.js';
import { limit } from '../../platform/rate-limit.js';
import type { FieldError } from '../../ui/index.js';
import { CloseOperatorPage } from './close-operator-page.js';
import { mailboxHref } from './frame.js';
import { ListPage } from './list-page.js';
import { draftOf, formErrors, type Typed, typedOf } from './mailbox-form.js';
import { MailboxPage } from './mailbox-page.js';
import { BulkPage, NewPage, OperatorsPage, WithdrawPage } from './other-pages.js';

type C = Context<Env>;

/** The portal of the operators of mailboxes; and, for whoever keeps the platform, the list of operators. */
export function mssantePortal(_app: App): Hono<Env> {
  return new Hono<Env>()
    .get('/operateurs', async (c) => {
      await requireAct(c, 'mail-operator.register');
      return operatorsPage(c);
    })
    .post('/operateurs', saveOperator)
    .get('/operateurs/:code/fermeture', (c) => closing(c))
    .post('/operateurs/:code/fermeture', close)
    .get('/', (c) => (currentUser(c)?.kind === 'operator' ? c.redirect('/mssante/operateurs', 303) : list(c)))
    .post('/', list)
    .get('/nouvelle', async (c) => {
      await own(c);
      return c.html(<NewPage c={c} typed={{ type: 'PER' }} />);
    })
    .post('/nouvelle', publish)
    .get('/envoi', async (c) => {
      await own(c);
      return c.html(<BulkPage c={c} />);
    })
    .post('/envoi', bulk)
    .get('/bal/:id', async (c) => show(c, await own(c)))
    .post('/bal/:id', change)
    .get('/bal/:id/retrait', async (c) =>
      c.html(<WithdrawPage c={c} mailbox={await held(c, await own(c))} />),
    )
    .post('/bal/:id/retrait', withdraw)
    .post('/bal/:id/membres', (c) => member(c, addMember, 'membre'))
    .post('/bal/:id/membres/fin', (c) => member(c, endMember, 'fin-membre'))
    .post('/bal/:id/cle', async (c) => {
      const operator = await own(c);
      const key = await renewServiceAccount(c.get('ctx'), operator.code, c.req.param('id'));
      return show(c, operator, { key });
    });
}

/** The operator for whom somebody is signed in. @throws Refusal 401, 403 */
async function own(c: C): Promise<Operator> {
  const [scope = ''] = currentUser(c)?.scope ?? [];
  await requireAct(c, 'mailbox.manage', { scope });
  const operator = await operatorByCode(c.get('ctx'), scope);
  if (!operator) throw accessErrors.notAllowed('no such operator of mailboxes');
  return operator;
}

async function held(c: C, { code }: Operator): Promise<OwnMailbox> {
  const mailbox = await ownMailboxById(c.get('ctx'), code, c.req.param('id') ?? '');
  if (!mailbox) throw messagingErrors.unknownMailbox();
  return mailbox;
}

async function list(c: C) {
  const operator = await own(c);
  const { q = '', apres, retirees } = c.req.method === 'POST' ? await formFields(c) : {};
  const asked = { q: q.trim(), withdrawn: retirees === 'oui' };
  const found = await ownMailboxes(c.get('ctx'), operator.code, { ...asked, after: apres });
  return c.html(<ListPage {...{ c, operator, found, asked }} />);
}

async function publish(c: C) {
  const operator = await own(c);
  const typed = await formFields(c);
  try {
    const { id } = await createMailbox(c.get('ctx'), operator.code, draftOf(typed));
    return c.redirect(`${mailboxHref(id)}?fait=publiee`, 303);
  } catch (error) {
    return c.html(<NewPage c={c} typed={typed} errors={told(error)} />, 422);
  }
}

async function change(c: C) {
  const operator = await own(c);
  const typed = await formFields(c);
  const id = c.req.param('id') ?? '';
  const expected = Number(typed.version) || 0;
  try {
    await changeMailbox(c.get('ctx'), operator.code, {
      ...{ id, expected },
      change: ({ address, type, declared }) => {
        const draft = { ...draftOf(typed), address, type };
        return declared && draft.idNat === undefined ? { ...draft, declared } : draft;
      },
    });
    return c.redirect(`${mailboxHref(id)}?fait=modifiee`, 303);
  } catch (error) {
    const { type } = await held(c, operator);
    return show(c, operator, { typed: { ...typed, type }, errors: told(error) });
  }
}

async function withdraw(c: C) {
  const operator = await own(c);
  const { version } = await formFields(c);
  const id = c.req.param('id') ?? '';
  try {
    await withdrawMailbox(c.get('ctx'), operator.code, { id, expected: Number(version) || 0 });
    return c.redirect('/mssante?fait=retiree', 303);
  } catch (error) {
    return show(c, operator, { errors: told(error) });
  }
}

async function member(c: C, act: typeof addMember, done: string) {
  const operator = await own(c);
  const { membre = '' } = await formFields(c);
  const id = c.req.param('id') ?? '';
  try {
    await act(c.get('ctx'), operator.code, id, membre.replace(/\s/g, ''));
    return c.redirect(`${mailboxHref(id)}?fait=${done}`, 303);
  } catch (error) {
    return show(c, operator, { errors: told(error).map(({ message }) => ({ field: 'membre', message })) });
  }
}

async function show(
  c: C,
  operator: Operator,
  more: { typed?: Typed; errors?: readonly FieldError[]; key?: string } = {},
) {
  const ctx = c.get('ctx');
  const mailbox = await held(c, operator);
  const members = await membersOf(ctx, operator.code, mailbox.id);
  const versions = await mailboxHistory(ctx, operator.code, mailbox.id);
  const page = (
    <MailboxPage {...{ c, mailbox, members, versions, typed: typedOf({ ...mailbox }), ...more }} />
  );
  return c.html(page, more.errors ? 422 : 200);
}

async function bulk(c: C) {
  const operator = await own(c);
  await limit(c.get('ctx'), `portal-mailboxes-bulk:${operator.code}`, 60, 3600);
  const { fichier, lignes, essai } = await c.req.parseBody();
  const file = fichier instanceof File && fichier.size > 0 ? await uploadedText(fichier) : '';
  const text = file || (typeof lignes === 'string' ? lignes : '');
  if (text.trim() === '' || text.includes('\0') || !text.isWellFormed()) {
    const errors = [{ field: 'fichier', message: 'Choisissez un fichier lisible, ou collez des lignes.' }];
    return c.html(<BulkPage c={c} errors={errors} />, 422);
  }
  const report = await bulkMailboxes(c.get('ctx'), operator.code, text, { dryRun: essai === 'oui' });
  return c.html(<BulkPage c={c} report={report} />);
}

async function operatorsPage(c: C, typed: Typed = {}, errors: readonly FieldError[] = []) {
  const page = <OperatorsPage {...{ c, typed, errors, operators: await operators(c.get('ctx')) }} />;
  return c.html(page, errors.length > 0 ? 422 : 200);
}

async function saveOperator(c: C) {
  await requireAct(c, 'mail-operator.register');
  const typed = await formFields(c);
  const { code = '', name = '', contact = '', domains = '' } = typed;
  try {
    const wanted = domains.split(/[\s,]+/).filter(Boolean);
    await registerOperator(c.get('ctx'), { code: code.trim(), name, contact, domains: wanted });
    return c.redirect('/mssante/operateurs?fait=enregistre', 303);
  } catch (error) {
    return operatorsPage(c, typed, told(error));
  }
}

async function closing(c: C, typed: Typed = {}, errors: readonly FieldError[] = []) {
  await requireAct(c, 'mail-operator.register');
  const operator = await operatorByCode(c.get('ctx'), c.req.param('code') ?? '');
  if (!operator) throw messagingErrors.unknownOperator();
  const page = <CloseOperatorPage {...{ c, operator, typed, errors }} />;
  return c.html(page, errors.length > 0 ? 422 : 200);
}

async function close(c: C) {
  await requireAct(c, 'mail-operator.register');
  const typed = await formFields(c);
  try {
    await closeOperator(c.get('ctx'), c.req.param('code') ?? '', typed.motif ?? '');
    return c.redirect('/mssante/operateurs?fait=ferme', 303);
  } catch (error) {
    return closing(c, typed, told(error));
  }
}

/** What a refusal says to the form; anything else is not for it. */
function told(error: unknown): FieldError[] {
  if (!(error instanceof Refusal) || error.status === 404) throw error;
  return error.fields.length > 0 ? formErrors(error.fields) : [{ message: error.message }];
}

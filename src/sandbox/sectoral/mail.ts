import { type Entry, entries } from '../../modules/directory/index.js';
import type { UsageAct } from '../../modules/guidance/index.js';
import {
  createMailbox,
  type DeclaredMailbox,
  type Delegation,
  delegationsOf,
  mailboxAccess,
  mailboxesOf,
  type NominativeAnswer,
  nominativeRight,
  type Opener,
  type OwnMailbox,
  qualitiesOf,
  registerOperator,
} from '../../modules/messaging/index.js';
import { structuresById } from '../../modules/structures/index.js';
import { today } from '../../platform/clock.js';
import { as, type Ctx } from '../../platform/context.js';
import { type SecureMail, secureMails } from '../secure-mail.js';
import type { Caller } from './caller.js';
import { served } from './calls.js';
import { sectoralErrors } from './errors.js';

/** The operator of the demo mail service. */
export const MAIL_OPERATOR = 'messagerie-demo';
const OPERATOR = {
  code: MAIL_OPERATOR,
  name: 'Messagerie de démonstration',
  contact: 'aide@demo.mssante.example',
  domains: ['demo.mssante.example'],
};

/** Registers the operator. Harmless when repeated. */
export const openMailOperator = (ctx: Ctx): Promise<unknown> => registerOperator(ctx, OPERATOR);

/** What a person has: his mailboxes, those delegated to him or by him, and whether a personal one is offered. */
export interface MailDesk {
  readonly mailboxes: readonly DeclaredMailbox[];
  readonly delegations: readonly Delegation[];
  readonly personal: { readonly offered: boolean; readonly why?: string };
}

/** The desk of somebody identified. @throws Refusal 401 nobody is */
export async function mailDesk(ctx: Ctx, caller: Caller | undefined): Promise<MailDesk> {
  const idNat = caller?.idNat;
  if (!caller || idNat === undefined) throw sectoralErrors.noMeans();
  const mailboxes = await mailboxesOf(ctx, idNat);
  const entry = (await entries(ctx, [idNat])).get(idNat);
  return {
    mailboxes,
    delegations: await delegationsOf(ctx, idNat),
    personal: offer(ctx, caller, mailboxes, entry),
  };
}

const WHY_NOT = {
  'no-exercise': 'Vous n’exercez pas aujourd’hui.',
  student: 'Un étudiant utilise les BAL de son organisation.',
  role: 'Votre rôle n’ouvre pas droit à une BAL nominative : rejoignez une BAL organisationnelle.',
  profession: 'Votre profession n’ouvre pas droit à une BAL nominative.',
} as const;

/** Whether a personal mailbox is offered: to whoever has a number and a right, by the table of rights, and has none. */
function offer(
  ctx: Ctx,
  { means, idNat = '' }: Caller,
  held: readonly DeclaredMailbox[],
  entry: Entry | undefined,
): MailDesk['personal'] {
  if (!idNat.startsWith('8') || (means !== 'psc' && means !== 'cps'))
    return { offered: false, why: 'Une BAL nominative est à un professionnel qui a un numéro RPPS.' };
  if (held.some(({ type, as: how }) => type === 'PER' && how === 'holder'))
    return { offered: false, why: 'Vous avez déjà une BAL nominative.' };
  const answer = entry ? rightOf(ctx, entry) : ({ open: false, why: 'no-exercise' } as const);
  return answer.open ? { offered: true } : { offered: false, why: WHY_NOT[answer.why] };
}

const rightOf = (ctx: Ctx, entry: Entry): NominativeAnswer => {
  const on = today(ctx.clock);
  return nominativeRight(qualitiesOf(entry.person, on), on);
};

/**
 * Gives somebody the personal mailbox that he has a right to; the directory shows it after the chain.
 * @throws Refusal 403 by this means, 422 no right, with the reason, 409 he has it
 */
export const activatePersonal = (ctx: Ctx, caller: Caller | undefined): Promise<OwnMailbox> =>
  served(ctx, caller, { act: 'mss-personal' }, async ({ idNat = '' }) => {
    const exercise = (await entries(ctx, [idNat])).get(idNat)?.person.exercises[0];
    const name = [exercise?.givenName, exercise?.name].map((part) => slug(part ?? '')).filter(Boolean);
    const address = `${[...name, idNat.slice(-6)].join('.')}@${OPERATOR.domains[0]}`;
    return createMailbox(as(ctx, `mail-operator:${OPERATOR.code}`), OPERATOR.code, {
      address,
      type: 'PER',
      idNat,
    });
  });

const ACTS: Readonly<Record<string, UsageAct>> = {
  ...{
    holder: 'mss-personal',
    member: 'mss-organisation',
    delegate: 'mss-delegated',
    program: 'mss-program',
  },
  ...{ PER: 'mss-personal', CAB: 'mss-personal', ORG: 'mss-organisation', APP: 'mss-program' },
};

/**
 * The messages of a mailbox, newest first: its holder, a member, a delegate under his own name, or the software of its
 * structure. @throws Refusal 401 nobody shown, 403 by this means or not his, 404 no such mailbox
 */
export async function openMail(ctx: Ctx, caller: Caller | undefined, address: string): Promise<SecureMail[]> {
  // Nobody learns which addresses exist without saying who he is.
  if (!caller) throw sectoralErrors.noMeans();
  const found = await mailboxAccess(ctx, address);
  const access = found && (await mailboxAccess(ctx, address, await openerOf(ctx, caller, found.structureId)));
  if (!access) throw sectoralErrors.noMailbox();
  const act = ACTS[caller.means === 'org' ? 'program' : (access.as ?? access.type)] ?? 'mss-personal';
  return served(ctx, caller, { act, about: address.trim().toLowerCase() }, async (_, row) => {
    if (!access.opens) throw sectoralErrors.notYourMailbox(row.id);
    return secureMails(ctx, address);
  });
}

/** As whom the caller opens: himself, or the structure for which the certificate of his software stands. */
async function openerOf(
  ctx: Ctx,
  caller: Caller | undefined,
  structureId: string | null,
): Promise<Opener | undefined> {
  if (caller?.idNat !== undefined) return { idNat: caller.idNat };
  const bearer = caller?.certificate?.structureId;
  const holder =
    structureId === null ? undefined : (await structuresById(ctx, [structureId])).get(structureId);
  if (!holder || bearer === undefined) return undefined;
  const entity = holder.finessLegalEntity && ofFiness(holder.finessLegalEntity);
  return bearer === holder.nationalId || bearer === entity ? { structures: [holder.id] } : undefined;
}

/** National identifier of a FINESS number (TRE_G07: type 1). */
const ofFiness = (finess: string): string => `1${finess}`;

const slug = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

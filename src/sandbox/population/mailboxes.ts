import { type MailboxDraft, putMailboxes, registerOperator } from '../../modules/messaging/index.js';
import type { Structure } from '../../modules/structures/index.js';
import { as, type Ctx } from '../../platform/context.js';
import type { FictitiousMember } from './member.js';
import { Random } from './random.js';

/** Two operators of the trust space, each with a domain for people and one for establishments. */
const OPERATORS = [
  {
    code: 'messagerie-alize',
    name: 'Messagerie Alizé',
    contact: 'annuaire@alize.example',
    domains: ['alize.mssante.example', 'etablissements.alize.mssante.example'],
  },
  {
    code: 'messagerie-bruyere',
    name: 'Messagerie Bruyère',
    contact: 'corrections@bruyere.example',
    domains: ['bruyere.mssante.example'],
  },
] as const;

const BATCH = 500;

/** Registers the two operators. Harmless when repeated. */
export async function openOperators(ctx: Ctx): Promise<void> {
  for (const operator of OPERATORS) await registerOperator(ctx, operator);
}

/**
 * Gives more than half of the people a mailbox, where their profession or role lets them have one. In: the people and
 * their numbers, in the same order. The same person has the same mailbox at each start.
 */
export async function givePeopleMailboxes(
  ctx: Ctx,
  members: readonly FictitiousMember[],
  idNats: readonly string[],
): Promise<void> {
  const drafts = members.flatMap((member, i) => personalOf(member, idNats[i] ?? ''));
  await publish(ctx, drafts);
}

function personalOf({ record, persona }: FictitiousMember, idNat: string): MailboxDraft[] {
  const random = new Random(Number(idNat.replace(/\D/g, '').slice(-9)));
  const [exercise] = record.exercises;
  if (!exercise || !idNat.startsWith('8') || (!random.chance(0.6) && !persona)) return [];
  const name = `${slug(exercise.givenName)}.${slug(exercise.name)}`;
  const { code } = random.pick(OPERATORS);
  const domain = code.replace('messagerie-', '');
  const address = `${name}.${idNat.slice(-4)}@${domain}.mssante.example`;
  const draft = {
    ...{ address, type: 'PER', idNat, dematerialisation: random.chance(0.7) },
    redList: !persona && random.chance(0.03),
  };
  // One in ten has a second one, of the place where he works.
  const place = exercise.activities.find(({ structure }) => structure?.startsWith('F'))?.structure;
  if (!place || !random.chance(0.1)) return [draft];
  const second = `${name}.${idNat.slice(-4)}@etablissements.alize.mssante.example`;
  return [draft, { ...draft, address: second, structure: place, redList: false }];
}

const SERVICES = ['URGENCES', 'CARDIOLOGIE', 'RADIOLOGIE', 'ADMISSIONS', 'PHARMACIE', 'GERIATRIE'];

/** Gives establishments the mailboxes of their services, and one in twenty a hidden one for a program. */
export async function giveStructuresMailboxes(ctx: Ctx, structures: readonly Structure[]): Promise<void> {
  await publish(
    ctx,
    structures.filter(({ id, finess }) => /^[FC]/.test(id) && finess !== undefined).flatMap(servicesOf),
  );
}

function servicesOf({ id, finess = '', sector }: Structure): MailboxDraft[] {
  const random = new Random(Number.parseInt(finess.replace(/\D/g, ''), 10));
  const wanted = sector === 'SA01' ? SERVICES : SERVICES.slice(0, 2);
  const at = (local: string) => `${local}.${finess.toLowerCase()}@etablissements.alize.mssante.example`;
  const services = wanted.map((service) => ({
    ...{ address: at(service.toLowerCase()), type: 'ORG', structure: id, service },
    dematerialisation: random.chance(0.5),
  }));
  const program = {
    address: at('resultats'),
    type: 'APP',
    structure: id,
    description: 'Réception de résultats',
  };
  return random.chance(0.05) ? [...services, program] : services;
}

/** Each operator publishes those of his domains; a mailbox to which somebody has no right is refused, as it should. */
async function publish(ctx: Ctx, drafts: readonly MailboxDraft[]): Promise<void> {
  for (const { code, domains } of OPERATORS) {
    const own = drafts.filter(({ address }) => domains.some((domain) => address.endsWith(`@${domain}`)));
    for (let from = 0; from < own.length; from += BATCH)
      await putMailboxes(as(ctx, `mail-operator:${code}`), code, own.slice(from, from + BATCH));
  }
}

const slug = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

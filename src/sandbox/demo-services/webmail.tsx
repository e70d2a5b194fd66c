import type { Context, Hono } from 'hono';
import {
  Alert,
  Button,
  Card,
  EmptyState,
  Field,
  Form,
  formatDate,
  Table,
  Tag,
  Time,
} from '../../ui/index.js';
import type { MailDesk } from '../sectoral/mail.js';
import type { SecureMail } from '../secure-mail.js';
import { type Answered, callAs } from './api.js';
import { Frame } from './frame.js';
import { Refused } from './refused.js';
import type { Parts } from './service.js';

/** A mailbox on the desk of whoever is signed in. */
interface OnDesk {
  readonly id: string;
  readonly address: string;
  readonly as: 'holder' | 'member' | 'delegate';
}

const AS = { holder: 'Titulaire', member: 'Membre', delegate: 'Délégation' } as const;

/** The mail of whoever is signed in: his mailboxes, those of his organisation, those delegated to him; and his delegations. */
export function webmailRoutes(routes: Hono, parts: Parts): void {
  const { home, path } = parts.service;
  routes.get('/boites', async (c) => {
    const desk = await callAs<MailDesk>(c, parts, '/mssante/bals');
    return desk ? c.html(<DeskPage parts={parts} desk={desk.body} />) : c.redirect(home, 303);
  });
  routes.post('/boites', async (c) => {
    const made = await callAs(c, parts, '/mssante/bals', { method: 'POST' });
    if (!made) return c.redirect(home, 303);
    if (!made.refusal) return c.redirect(`${path}/boites`, 303);
    const desk = await callAs<MailDesk>(c, parts, '/mssante/bals');
    return c.html(<DeskPage parts={parts} desk={desk?.body} refusal={made.refusal} />, 422);
  });
  routes.get('/boites/:id', (c) => mailbox(c, parts));
  routes.post('/boites/:id/delegations', async (c) => {
    const { idNat = '', until = '' } = await c.req.parseBody();
    const json = { idNat: String(idNat).trim(), ...(until !== '' && { until: String(until) }) };
    return changed(c, parts, await callAs(c, parts, `/mssante/bals/${idIn(c)}/delegations`, { json }));
  });
  routes.post('/boites/:id/delegations/fin', async (c) => {
    const { idNat = '' } = await c.req.parseBody();
    const whom = `/mssante/bals/${idIn(c)}/delegations/${encodeURIComponent(String(idNat))}`;
    return changed(c, parts, await callAs(c, parts, whom, { method: 'DELETE' }));
  });
}

const idIn = (c: Context): string => encodeURIComponent(c.req.param('id') ?? '');

async function changed(c: Context, parts: Parts, answer: Answered<unknown> | undefined) {
  if (answer?.refusal) return mailbox(c, parts, answer.refusal);
  return c.redirect(answer ? `${parts.service.path}/boites/${idIn(c)}` : parts.service.home, 303);
}

const onDesk = ({ mailboxes, delegations }: MailDesk): OnDesk[] => {
  const own = mailboxes.map(({ id, address, as }): OnDesk => ({ id, address, as }));
  const given = delegations.filter(({ id }) => !own.some((one) => one.id === id));
  return [...own, ...given.map(({ id, address }): OnDesk => ({ id, address, as: 'delegate' }))];
};

async function mailbox(c: Context, parts: Parts, refusal?: Answered<unknown>['refusal']) {
  const desk = await callAs<MailDesk>(c, parts, '/mssante/bals');
  const found = desk && onDesk(desk.body).find(({ id }) => id === c.req.param('id'));
  if (!desk || !found) return c.redirect(desk ? `${parts.service.path}/boites` : parts.service.home, 303);
  const opened = await callAs<{ messages: SecureMail[] }>(
    c,
    parts,
    `/mssante/bals/${encodeURIComponent(found.address)}/messages`,
  );
  if (!opened) return c.redirect(parts.service.home, 303);
  const page = { parts, found, desk: desk.body, opened, refusal };
  return c.html(<MailboxPage {...page} />, refusal ? 422 : 200);
}

type Refusal = Answered<unknown>['refusal'];

function DeskPage({ parts, desk, refusal }: { parts: Parts; desk: MailDesk | undefined; refusal?: Refusal }) {
  const { path } = parts.service;
  return (
    <Frame service={parts.service} title="Mes boîtes" lead="Vous êtes identifié par Pro Santé Connect.">
      {refusal ? <Refused parts={parts} refusal={refusal} /> : null}
      <Table
        caption="Boîtes que vous pouvez ouvrir"
        captionHidden
        columns={[{ label: 'Adresse' }, { label: 'Vous êtes' }]}
        rows={(desk ? onDesk(desk) : []).map(({ id, address, as }) => [
          <a href={`${path}/boites/${id}`}>{address}</a>,
          <Tag>{AS[as]}</Tag>,
        ])}
        empty={<EmptyState title="Aucune boîte" help="Personne ne vous en a encore ouvert une." />}
      />
      {desk?.personal.offered ? (
        <Card title="Votre BAL nominative">
          <p>Votre profession vous y donne droit. Elle paraîtra dans l’Annuaire Santé.</p>
          <Form action={`${path}/boites`}>
            <Button>Activer ma BAL nominative</Button>
          </Form>
        </Card>
      ) : (
        <p class="muted">{desk?.personal.why}</p>
      )}
    </Frame>
  );
}

interface MailboxProps {
  readonly parts: Parts;
  readonly found: OnDesk;
  readonly desk: MailDesk;
  readonly opened: Answered<{ messages: SecureMail[] }>;
  readonly refusal?: Refusal;
}

function MailboxPage({ parts, found, desk, opened, refusal }: MailboxProps) {
  return (
    <Frame service={parts.service} title={found.address} lead={`Vous êtes : ${AS[found.as].toLowerCase()}.`}>
      {refusal ? <Refused parts={parts} refusal={refusal} /> : null}
      {opened.refusal ? (
        <Refused parts={parts} refusal={opened.refusal} />
      ) : (
        <Messages messages={opened.body.messages} />
      )}
      {found.as === 'holder' ? <Delegations {...{ parts, found, desk }} /> : null}
      <p>
        <a href={`${parts.service.path}/boites`}>Toutes mes boîtes</a>
      </p>
    </Frame>
  );
}

/** The messages of a mailbox that was opened. */
export const Messages = ({ messages }: { messages: readonly SecureMail[] }) => (
  <Table
    caption="Messages"
    columns={[{ label: 'Objet' }, { label: 'De' }, { label: 'Reçu' }]}
    rows={messages.map(({ subject, from, at }) => [subject, from, <Time value={at} />])}
    empty={<EmptyState title="Aucun message" help="Rien n’est encore arrivé ici." />}
  />
);

function Delegations({ parts, found, desk }: Pick<MailboxProps, 'parts' | 'found' | 'desk'>) {
  const action = `${parts.service.path}/boites/${found.id}/delegations`;
  const given = desk.delegations.filter(({ id }) => id === found.id);
  return (
    <>
      <h2>Personnes qui peuvent l’ouvrir</h2>
      <Table
        caption="Délégations"
        captionHidden
        columns={[{ label: 'Personne' }, { label: 'Dernier jour' }, { label: 'Finir', labelHidden: true }]}
        rows={given.map(({ delegate, until }) => [
          delegate,
          until ? formatDate(until) : 'sans fin',
          <Form action={`${action}/fin`} hidden={{ idNat: delegate }}>
            <Button kind="quiet" label={`Finir la délégation de ${delegate}`}>
              Finir
            </Button>
          </Form>,
        ])}
        empty={<EmptyState level={3} title="Personne" help="Vous êtes seul à l’ouvrir." />}
      />
      <Form action={action} label="Déléguer cette boîte">
        <Field
          label="Identifiant national de la personne"
          name="idNat"
          hint="12 chiffres, le premier est un 8. Elle ouvrira votre boîte par son e-CPS, sous son propre nom."
          width="medium"
        />
        <Field label="Dernier jour (facultatif)" name="until" type="date" width="medium" />
        <Button>Déléguer</Button>
      </Form>
    </>
  );
}

/** On the page of whoever is signed in. */
export const DeskLink = ({ parts }: { parts: Parts }) => (
  <Alert title="Votre messagerie">
    <a href={`${parts.service.path}/boites`}>Ouvrir mes boîtes</a>
  </Alert>
);

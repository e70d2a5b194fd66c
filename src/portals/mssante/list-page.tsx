import type { Context } from 'hono';
import type { Operator, OwnMailbox, OwnPage } from '../../modules/messaging/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Button,
  ButtonRow,
  Checkbox,
  Done,
  EmptyState,
  Field,
  Form,
  Table,
  Tag,
  Time,
} from '../../ui/index.js';
import { Frame, mailboxHref } from './frame.js';
import { DONE, TYPE_WORDS } from './words.js';

export interface ListProps {
  readonly c: Context<Env>;
  readonly operator: Operator;
  readonly found: OwnPage;
  readonly asked: { readonly q: string; readonly withdrawn: boolean };
}

/** The mailboxes of the operator who is signed in. The search is posted: an address may be of the red list. */
export function ListPage({ c, operator, found, asked }: ListProps) {
  const hidden = { q: asked.q, retirees: asked.withdrawn ? 'oui' : undefined, apres: found.next };
  return (
    <Frame
      c={c}
      title="Boîtes aux lettres"
      lead={`${operator.name} : ${operator.domains.join(', ')}. Vous ne voyez que vos BAL.`}
      width="wide"
      current=""
    >
      <Done words={DONE} code={c.req.query('fait')} />
      <Form action="/mssante" search inline label="Chercher une BAL">
        <Field
          label="Adresse, domaine, titulaire"
          name="q"
          value={asked.q}
          hint="Le début de l’adresse, @domaine, un identifiant national ou une structure."
        />
        <Checkbox name="retirees" label="BAL retirées" checked={asked.withdrawn} />
        <ButtonRow>
          <Button>Chercher</Button>
        </ButtonRow>
      </Form>
      <Table
        caption={asked.withdrawn ? 'BAL retirées' : 'BAL publiées'}
        columns={['Adresse', 'Type', 'Titulaire', 'Annuaire', 'Depuis'].map((label) => ({ label }))}
        rows={found.mailboxes.map(row)}
        empty={
          <EmptyState
            title="Aucune BAL"
            help="Publiez-en une, ou envoyez un fichier."
            action={<Button href="/mssante/nouvelle">Publier une BAL</Button>}
          />
        }
      />
      {found.next === undefined ? null : (
        <Form action="/mssante" hidden={hidden}>
          <Button kind="secondary">Page suivante</Button>
        </Form>
      )}
    </Frame>
  );
}

const row = (one: OwnMailbox) => [
  <a href={mailboxHref(one.id)}>{one.address}</a>,
  TYPE_WORDS[one.type],
  [one.idNat ?? (one.declared && `${one.declared.givenName} ${one.declared.name}`), one.structureId]
    .filter(Boolean)
    .join(', '),
  <ShownTag {...one} />,
  <Time value={one.updatedAt} precision="day" />,
];

/** Where the mailbox stands towards the public. */
export function ShownTag({ withdrawnAt, redList, published }: OwnMailbox) {
  if (withdrawnAt !== undefined) return <Tag>Retirée</Tag>;
  if (redList) return <Tag tone="danger">Liste rouge</Tag>;
  return published ? <Tag tone="success">Affichée</Tag> : <Tag tone="warning">Pas affichée</Tag>;
}

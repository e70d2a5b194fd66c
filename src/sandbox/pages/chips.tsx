import { Hono } from 'hono';
import { cards } from '../../modules/credentials/index.js';
import { Refusal } from '../../platform/errors.js';
import { type Env, formFields } from '../../platform/http/request.js';
import { Alert, Button, ButtonRow, Field, Form, Page, Table } from '../../ui/index.js';

interface Reading {
  readonly number: string;
  readonly objects?: readonly cards.ChipObject[];
  readonly refused?: string;
}

/** A card reader: the objects of a chip, free ones without a code. */
export function chipPages(): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get('/', (c) => c.html(<ChipPage number={c.req.query('numero')?.trim() ?? ''} />));
  routes.post('/', async (c) => {
    const { number = '', pin = '' } = await formFields(c);
    const asked = { number: number.replace(/\s/g, ''), pin: pin.trim() || undefined };
    try {
      const objects = await cards.readChip(c.get('ctx'), asked);
      return c.html(<ChipPage number={asked.number} objects={objects} />);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return c.html(<ChipPage number={asked.number} refused={error.message} />, 422);
    }
  });
  return routes;
}

function ChipPage({ number, objects, refused }: Reading) {
  return (
    <Page
      title="Lecteur de carte"
      lead="Ce que contient la puce d’une carte. Sans code, seuls les objets libres sont lus."
      banner="sandbox"
      breadcrumbs={[
        { label: 'Esculape', href: '/' },
        { label: 'Bac à sable', href: '/sandbox' },
        { label: 'Lecteur de carte' },
      ]}
    >
      {refused ? (
        <Alert tone="error" title="La carte ne répond pas">
          <p>{refused}</p>
        </Alert>
      ) : null}
      <Form method="post" action="/sandbox/cartes" label="Lecture d’une carte">
        <Field
          name="number"
          label="Numéro de la carte"
          value={number}
          hint="Dix chiffres."
          inputmode="numeric"
          required
        />
        <Field
          name="pin"
          label="Code confidentiel (facultatif)"
          hint="Quatre chiffres. Trois codes faux bloquent la carte."
          inputmode="numeric"
          autocomplete="off"
        />
        <ButtonRow>
          <Button>Lire la puce</Button>
        </ButtonRow>
      </Form>
      {objects ? <Objects objects={objects} /> : null}
    </Page>
  );
}

function Objects({ objects }: { objects: readonly cards.ChipObject[] }) {
  return (
    <Table
      caption="Objets de la puce"
      columns={[{ label: 'Étiquette' }, { label: 'Accès' }, { label: 'Contenu' }]}
      rows={objects.map(({ label, access, der, writable }) => [
        <code>{label}</code>,
        access === 'pin' ? 'Avec le code' : writable ? 'Libre, modifiable' : 'Libre',
        cards.derText(der).filter(Boolean).join(' · ') || '(vide)',
      ])}
    />
  );
}

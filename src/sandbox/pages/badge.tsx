import { Hono } from 'hono';
import { contactless } from '../../modules/credentials/index.js';
import type { Ctx } from '../../platform/context.js';
import { Refusal } from '../../platform/errors.js';
import { type Env, formFields } from '../../platform/http/request.js';
import { Alert, Button, ButtonRow, DescriptionList, Field, Form, Page } from '../../ui/index.js';

interface Shown {
  /** What the reader shows: a prop named `key` never reaches a component. */
  readonly shownKey: string;
  readonly badge: string;
  readonly read?: contactless.BadgeRead;
  readonly refused?: string;
}

/** A reader at a door: it reads what a card or a phone shows without contact, when it has the key of the readers. */
export function badgePages(): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get('/', (c) => {
    const badge = c.req.query('badge')?.trim() ?? '';
    return c.html(<BadgePage shownKey={contactless.readerKey(c.get('ctx'))} badge={badge} />);
  });
  routes.post('/', async (c) => {
    const { badge = '', key = '' } = await formFields(c);
    const asked = { badge: badge.replace(/\s/g, ''), shownKey: key.trim() };
    try {
      const read = await contactless.readBadge(
        c.get('ctx'),
        await held(c.get('ctx'), asked.badge),
        asked.shownKey,
      );
      return c.html(<BadgePage {...asked} read={read} />);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return c.html(<BadgePage {...asked} refused={error.message} />, 422);
    }
  });
  return routes;
}

/** Ten digits are a card; anything else is somebody, whose phone is held to the reader. */
async function held(ctx: Ctx, badge: string): Promise<contactless.Badge> {
  if (/^\d{10}$/.test(badge)) return { cardNumber: badge };
  const phones = (await contactless.badgesOf(ctx, badge)).flatMap(({ ecpsId }) => ecpsId ?? []);
  return { ecpsId: phones[0] ?? '' };
}

function BadgePage({ shownKey, badge, read, refused }: Shown) {
  return (
    <Page
      title="Lecteur de badge"
      lead="Une porte qui lit sans contact l’identifiant d’une carte ou d’une e-CPS. Sans la clé des lecteurs, le badge se tait. Chaque lecture est tracée."
      banner="sandbox"
      breadcrumbs={[
        { label: 'Esculape', href: '/' },
        { label: 'Bac à sable', href: '/sandbox' },
        { label: 'Lecteur de badge' },
      ]}
    >
      {refused ? (
        <Alert tone="error" title="La porte reste fermée">
          <p>{refused}</p>
        </Alert>
      ) : null}
      {read ? <Opened {...read} /> : null}
      <Form method="post" action="/sandbox/badge" label="Présenter un badge">
        <Field
          name="badge"
          label="Badge présenté"
          value={badge}
          hint="Numéro d’une carte (dix chiffres), ou identifiant national d’une personne qui présente son téléphone."
          required
        />
        <Field
          name="key"
          label="Clé du lecteur"
          value={shownKey}
          hint="Seize octets en hexadécimal : changez-en un pour essayer un lecteur étranger."
          required
        />
        <ButtonRow>
          <Button>Présenter le badge</Button>
        </ButtonRow>
      </Form>
    </Page>
  );
}

function Opened({ identifier, technology, conformity }: contactless.BadgeRead) {
  return (
    <Alert tone="success" title="La porte s’ouvre">
      <DescriptionList
        items={[
          { term: 'Identifiant lu', value: identifier },
          { term: 'Technologie', value: technology },
          { term: 'Conformité', value: conformity ?? 'Sans certificat' },
        ]}
      />
    </Alert>
  );
}

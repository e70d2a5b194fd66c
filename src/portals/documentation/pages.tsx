import type { Context } from 'hono';
import type { Env } from '../../platform/http/request.js';
import {
  Alert,
  Button,
  Card,
  ErrorSummary,
  errorFor,
  Field,
  type FieldError,
  Form,
  Grid,
  Select,
  TextArea,
} from '../../ui/index.js';
import { Frame } from '../services/frame.js';
import { EXAMPLES, type Example, exampleText } from './examples.js';
import { GUIDE_PARTS } from './guide-parts.js';
import { GUIDE_VERSIONS } from './versions.js';

type C = Context<Env>;
const ABOVE = { label: 'Documentation', href: '/documentation' };
const french = (day: string) => day.split('-').reverse().join('/');
const issuerOf = (c: C) => `${c.get('ctx').config.origin}/auth/realms/esante-wallet`;

/** Every page for those who build a service. No account is needed. */
export function DocumentationPage({ c, sandbox }: { c: C; sandbox: boolean }) {
  const [latest] = GUIDE_VERSIONS;
  return (
    <Frame
      c={c}
      current="documentation"
      title="Documentation des intégrateurs"
      lead="Tout ce qu’il faut pour raccorder un service, sans compte et sans attendre."
      width="wide"
    >
      <Grid min="small">
        <Card title="Guide d’intégration" href="/documentation/guide">
          <p>
            Version {latest.version} du {french(latest.date)} : de la première demande à la déconnexion.
          </p>
        </Card>
        <Card title="Versions du guide" href="/documentation/versions">
          <p>Ce qui a changé, version par version.</p>
        </Card>
        <Card title="Exemples de réglages" href="/documentation/exemples">
          <p>{EXAMPLES.map(({ title }) => title).join(', ')}.</p>
        </Card>
        <Card title="Données transmises" href="/services/securite">
          <p>Ce que reçoit un service, dans chaque jeu de données.</p>
        </Card>
        <Card title="Schéma de userinfo" href="/documentation/userinfo-1.0.schema.json">
          <p>Le format national, version 1.0, en JSON Schema : vérifiez-le par programme.</p>
        </Card>
        <Card title="Découverte" href="/auth/realms/esante-wallet/.well-known/openid-configuration">
          <p>Le document qu’une bibliothèque OpenID Connect lit seule.</p>
        </Card>
        <Card title="API FHIR de l’Annuaire" href="/fhir/v2/metadata">
          <p>Sa déclaration de conformité. Les clés se demandent dans l’Annuaire.</p>
        </Card>
        <Card title="API des autorités" href="/api/openapi.json">
          <p>Sa description OpenAPI.</p>
        </Card>
        {sandbox ? (
          <Card title="Bac à sable" href="/sandbox">
            <p>Des personnes inventées, des téléphones et des cartes pilotés par programme.</p>
          </Card>
        ) : null}
        <Card title="État et support" href="/services/etat">
          <p>Les environnements, la disponibilité, à qui écrire.</p>
        </Card>
      </Grid>
    </Frame>
  );
}

/** The guide, its version, and a form for whoever misses something in it. */
export function GuidePage(props: {
  c: C;
  typed: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
  thanked: boolean;
}) {
  const { c, typed, errors, thanked } = props;
  const [latest] = GUIDE_VERSIONS;
  return (
    <Frame
      c={c}
      current="documentation"
      title="Guide d’intégration"
      lead={
        <>
          Version {latest.version} du {french(latest.date)}.{' '}
          <a href="/documentation/versions">Ce qui a changé</a>.
        </>
      }
      above={ABOVE}
    >
      {thanked ? (
        <Alert tone="success" live>
          Merci. Votre remarque est lue par ceux qui tiennent ce guide.
        </Alert>
      ) : null}
      <ErrorSummary errors={errors} />
      <nav aria-label="Sommaire">
        <ol>
          {GUIDE_PARTS.map(({ id, title }) => (
            <li>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ol>
      </nav>
      {GUIDE_PARTS.map(({ id, title, body }) => (
        <section id={id}>
          <h2>{title}</h2>
          {body(issuerOf(c))}
        </section>
      ))}
      <RemarkForm typed={typed} errors={errors} version={latest.version} />
    </Frame>
  );
}

function RemarkForm(props: {
  typed: Readonly<Record<string, string>>;
  errors: readonly FieldError[];
  version: string;
}) {
  const { typed, errors, version } = props;
  return (
    <Card title="Il manque quelque chose ?" id="remarque">
      <Form action="/documentation/guide" hidden={{ version }}>
        <Select
          label="À quel endroit"
          name="page"
          value={typed.page}
          options={GUIDE_PARTS.map(({ id, title }) => ({ value: id, label: title }))}
          blank="L’ensemble du guide"
        />
        <TextArea
          label="Votre remarque"
          name="text"
          value={typed.text ?? ''}
          error={errorFor(errors, 'text')}
          maxlength={2000}
          required
        />
        <Field
          label="Courriel, si vous voulez une réponse"
          name="contact"
          type="email"
          value={typed.contact ?? ''}
          maxlength={254}
          optional
        />
        <Button>Envoyer la remarque</Button>
      </Form>
    </Card>
  );
}

/** What changed in the guide, newest first. */
export function VersionsPage({ c }: { c: C }) {
  return (
    <Frame c={c} current="documentation" title="Versions du guide" above={ABOVE}>
      {GUIDE_VERSIONS.map(({ version, date, changes }) => (
        <Card title={`Version ${version}`} aside={french(date)}>
          <ul>
            {changes.map((change) => (
              <li>{change}</li>
            ))}
          </ul>
        </Card>
      ))}
    </Frame>
  );
}

/** The clients for which settings are ready. */
export function ExamplesPage({ c }: { c: C }) {
  return (
    <Frame c={c} current="documentation" title="Exemples de réglages" above={ABOVE}>
      <Grid>
        {EXAMPLES.map(({ name, title, about }) => (
          <Card title={title} href={`/documentation/exemples/${name}`}>
            <p>{about}</p>
          </Card>
        ))}
      </Grid>
    </Frame>
  );
}

/** One of them, with the address of this Pro Santé Connect in it. */
export function ExamplePage({ c, example }: { c: C; example: Example }) {
  return (
    <Frame
      c={c}
      current="documentation"
      title={example.title}
      lead={example.about}
      above={{ label: 'Exemples de réglages', href: '/documentation/exemples' }}
    >
      <p>Remplacez ce qui est entre accolades par les valeurs de votre service.</p>
      <pre tabindex={0}>
        <code>{exampleText(example, issuerOf(c))}</code>
      </pre>
    </Frame>
  );
}

import type { Context } from 'hono';
import QRCode from 'qrcode';
import type { otherMeans, Pairing } from '../../../modules/identity-provider/index.js';
import type { Env } from '../../../platform/http/request.js';
import {
  Alert,
  assetHref,
  Button,
  ButtonRow,
  Card,
  EmptyState,
  ErrorSummary,
  Field,
  Form,
  QrFigure,
  SecurityKeyForm,
  Table,
  Time,
} from '../../../ui/index.js';
import { PortalPage, type PortalPageProps } from '../../portal-page.js';
import { endWords } from './words.js';

const HOME = '/portail-psc/moyens';

type Props = { readonly c: Context<Env> };

function Frame(props: Omit<PortalPageProps, 'door'>) {
  return (
    <PortalPage
      {...props}
      door={{ name: 'Pro Santé Connect', href: '/portail-psc' }}
      breadcrumbs={[
        { label: 'Mon portefeuille', href: '/portefeuille' },
        ...(props.title === TITLE ? [] : [{ label: TITLE, href: HOME }]),
        { label: props.title },
      ]}
    />
  );
}

const TITLE = 'Mes autres moyens';

/** What the person added, and what can be added. */
export function MeansPage({
  c,
  person,
  keys,
  codes,
  pairings,
  done,
}: Props & {
  readonly person: otherMeans.Holder;
  readonly keys: readonly otherMeans.SecurityKey[];
  readonly codes: readonly otherMeans.CodeMeans[];
  readonly pairings: readonly Pairing[];
  readonly done: string | undefined;
}) {
  const on = (kind: otherMeans.CodeKind) => codes.some((one) => one.kind === kind);
  return (
    <Frame
      c={c}
      title={TITLE}
      lead="En plus de l’e-CPS et de la carte. Un moyen s’ajoute après une connexion par l’une ou l’autre."
    >
      {done ? (
        <Alert tone="success" live>
          <p>{done}</p>
        </Alert>
      ) : null}
      <Card title="Clés de sécurité">
        <p>Aussi forte que l’e-CPS : une clé, et votre code ou votre doigt. Tous les services l’acceptent.</p>
        <Table
          caption="Clés liées à votre identité"
          captionHidden
          columns={COLUMNS('Clé')}
          rows={keys.map((key) => [
            key.name,
            <Time value={key.boundAt} />,
            <Used at={key.lastUsedAt} />,
            <End what={`cle:${key.id}`} name={key.name} />,
          ])}
          empty={<EmptyState level={3} title="Aucune clé" />}
        />
        <ButtonRow>
          <Button kind="secondary" href={`${HOME}/cle`}>
            Lier une clé
          </Button>
        </ButtonRow>
      </Card>
      <Card title="Codes à usage unique">
        <p>Un seul facteur : quelques services s’en contentent, aucun service sensible.</p>
        <Table
          caption="Codes activés"
          captionHidden
          columns={COLUMNS('Code')}
          rows={codes.map((code) => [
            KINDS[code.kind],
            <Time value={code.enabledAt} />,
            <Used at={code.lastUsedAt} />,
            <End what={`code:${code.kind}`} name={KINDS[code.kind]} />,
          ])}
          empty={<EmptyState level={3} title="Aucun code activé" />}
        />
        <ButtonRow>
          <Button kind="secondary" href={`${HOME}/application`}>
            {on('TOTP') ? 'Changer d’application' : 'Utiliser une application'}
          </Button>
        </ButtonRow>
        {on('SMS') || !person.mobile ? null : (
          <Form action={`${HOME}/sms`} label="Codes par SMS">
            <Button kind="secondary">Recevoir des codes par SMS</Button>
          </Form>
        )}
      </Card>
      <Card title="Comptes d’établissements">
        <p>Le compte de votre établissement vous connecte, après une confirmation.</p>
        <Table
          caption="Comptes associés"
          captionHidden
          columns={[
            { label: 'Établissement' },
            { label: 'Associé le' },
            { label: 'Jusqu’au' },
            { label: 'Retirer', labelHidden: true },
          ]}
          rows={pairings.map((one) => [
            one.establishmentName,
            <Time value={one.pairedAt} />,
            <Time value={one.expiresAt} precision="day" />,
            <End what={`appairage:${one.id}`} name={one.establishmentName} />,
          ])}
          empty={
            <EmptyState
              level={3}
              title="Aucun compte associé"
              help="L’association se fait à la première connexion par l’onglet Délégation."
            />
          }
        />
      </Card>
    </Frame>
  );
}

const KINDS = { TOTP: 'Application de codes', SMS: 'SMS' } as const;
const COLUMNS = (what: string) => [
  { label: what },
  { label: 'Depuis' },
  { label: 'Dernier usage' },
  { label: 'Retirer', labelHidden: true },
];

const Used = ({ at }: { at: Date | null }) => (at ? <Time value={at} /> : <>Jamais</>);

const End = ({ what, name }: { what: string; name: string }) => (
  <Button kind="quiet" href={`${HOME}/retirer?quoi=${encodeURIComponent(what)}`} label={`Retirer ${name}`}>
    Retirer
  </Button>
);

/** Binding a key. */
export function KeyPage({
  c,
  options,
  fault,
}: Props & { readonly options: unknown; readonly fault: string | undefined }) {
  return (
    <Frame c={c} title="Lier une clé de sécurité" width="narrow" scripts={[assetHref('security-key.js')]}>
      {fault ? (
        <Alert tone="error" live>
          <p>{fault}</p>
        </Alert>
      ) : null}
      <p>Branchez la clé, ou approchez-la, puis suivez ce que demande votre navigateur.</p>
      <SecurityKeyForm action={`${HOME}/cle`} mode="create" options={options} button="Lier cette clé">
        <Field
          label="Nom de la clé"
          name="name"
          hint="Pour la reconnaître, par exemple « trousseau »."
          maxlength={60}
        />
      </SecurityKeyForm>
    </Frame>
  );
}

/** Turning an application on: its secret, then its first code. */
export async function AppPage({
  c,
  shown,
  fault,
}: Props & {
  readonly shown: { readonly address: string; readonly letters: string };
  readonly fault: string | undefined;
}) {
  const drawing = await QRCode.toString(shown.address, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 });
  return (
    <Frame c={c} title="Utiliser une application de codes" width="narrow">
      <ErrorSummary errors={fault ? [{ field: 'code', message: fault }] : []} />
      <QrFigure svg={drawing} label="Code QR à viser avec votre application de codes" />
      <p>
        Ou tapez ce secret dans l’application : <code>{shown.letters.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <Form action={`${HOME}/application`} label="Premier code">
        <Field
          label="Code que l’application affiche"
          name="code"
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength={10}
          error={fault}
          required
        />
        <Button>Activer</Button>
      </Form>
    </Frame>
  );
}

/** Before anything is taken away. */
export function ConfirmPage({ c, what }: Props & { readonly what: string }) {
  return (
    <Frame c={c} title="Retirer un moyen" width="narrow">
      <p>Retirer {endWords(what)} ? Il faudra l’ajouter de nouveau pour s’en servir.</p>
      <Form action={`${HOME}/retirer`} hidden={{ quoi: what }} label="Retirer">
        <Button kind="danger">Retirer</Button>
      </Form>
      <ButtonRow>
        <Button kind="secondary" href={HOME}>
          Garder
        </Button>
      </ButtonRow>
    </Frame>
  );
}

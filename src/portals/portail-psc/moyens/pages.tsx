import type { otherMeans, Pairing } from '../../../modules/identity-provider/index.js';
import { Button, ButtonRow, Card, Done, EmptyState, Form, Table, Time } from '../../../ui/index.js';
import { Frame, HOME, type Props, TITLE } from './frame.js';
import { DONE } from './words.js';

/** What the person added, and what can be added. */
export function MeansPage({
  c,
  person,
  keys,
  codes,
  pairings,
}: Props & {
  readonly person: otherMeans.Holder;
  readonly keys: readonly otherMeans.SecurityKey[];
  readonly codes: readonly otherMeans.CodeMeans[];
  readonly pairings: readonly Pairing[];
}) {
  const on = (kind: otherMeans.CodeKind) => codes.some((one) => one.kind === kind);
  return (
    <Frame
      c={c}
      title={TITLE}
      lead="En plus de l’e-CPS et de la carte. Un moyen s’ajoute après une connexion par l’une ou l’autre."
    >
      <Done words={DONE} code={c.req.query('fait')} />
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

import type { Context } from 'hono';
import type { ecps } from '../../../modules/credentials/index.js';
import type { Env } from '../../../platform/http/request.js';
import {
  Alert,
  Button,
  ButtonRow,
  Card,
  DescriptionList,
  EmptyState,
  Form,
  Table,
  Tag,
  Time,
} from '../../../ui/index.js';
import { Frame } from '../frame.js';
import { HelpCard } from './help.js';
import { ENDED, obstacleWords, WAYS } from './words.js';

export interface MeansPageProps {
  readonly c: Context<Env>;
  readonly devices: readonly ecps.Device[];
  /** Simulated: what is over by then has expired. */
  readonly now: Date;
  readonly card: ecps.Way;
  readonly contacts: ecps.Way;
  /** Whether this session was opened with a card. */
  readonly byCard: boolean;
  readonly refusal?: string;
}

/** The e-CPS of its holder: state, phones, end, how to have one, help. */
export function MeansPage(props: MeansPageProps) {
  const { c, devices, now, refusal } = props;
  const held = devices.find(({ state }) => state !== 'ended');
  return (
    <Frame
      c={c}
      here="ecps"
      title="Mon e-CPS"
      lead="Votre carte sur votre téléphone : une seule à la fois, pour trois ans."
    >
      {refusal ? (
        <Alert tone="warning" live>
          <p>{refusal}</p>
        </Alert>
      ) : null}
      <Card title="État">{held ? <HeldMeans device={held} now={now} /> : <NoMeans />}</Card>
      <ActivationCard {...props} held={held !== undefined} />
      {devices.length > 0 ? <PastDevices devices={devices} now={now} /> : null}
      <HelpCard />
    </Frame>
  );
}

const NoMeans = () => (
  <EmptyState level={3} title="Aucune e-CPS" help={<p>Activez-la : quelques minutes suffisent.</p>} />
);

const isOver = (device: ecps.Device, now: Date) => device.expiresAt <= now;

function HeldMeans({ device, now }: { device: ecps.Device; now: Date }) {
  const over = isOver(device, now);
  return (
    <>
      <DescriptionList
        items={[
          { term: 'État', value: <StateTag device={device} now={now} /> },
          { term: 'Appareil', value: device.deviceName },
          { term: 'Activée le', value: <Time value={device.activatedAt.toISOString()} precision="day" /> },
          ...(device.renewedAt
            ? [
                {
                  term: 'Renouvelée le',
                  value: <Time value={device.renewedAt.toISOString()} precision="day" />,
                },
              ]
            : []),
          {
            term: over ? 'Expirée depuis le' : 'Valable jusqu’au',
            value: <Time value={device.expiresAt.toISOString()} precision="day" />,
          },
        ]}
      />
      <ButtonRow>
        {device.state === 'active' && !over ? (
          <Button href="/portefeuille/essai">Je teste ma e-CPS</Button>
        ) : null}
        <Button kind="danger" href="/portefeuille/telephone-perdu">
          Signaler mon téléphone perdu
        </Button>
      </ButtonRow>
    </>
  );
}

function StateTag({ device, now }: { device: ecps.Device; now: Date }) {
  if (device.state === 'locked') return <Tag tone="danger">Bloquée : à activer de nouveau</Tag>;
  if (isOver(device, now)) return <Tag tone="warning">Expirée : à activer de nouveau</Tag>;
  return <Tag tone="success">Active</Tag>;
}

function ActivationCard({ card, contacts, byCard, held }: MeansPageProps & { held: boolean }) {
  return (
    <Card title={held ? 'Activer sur un autre téléphone' : 'Activer mon e-CPS'}>
      {held ? <p>La nouvelle e-CPS remplace aussitôt celle d’aujourd’hui.</p> : null}
      <h3>Avec ma carte</h3>
      {card.open ? <ByCard byCard={byCard} held={held} /> : <Closed way={card} />}
      <h3>Sans carte</h3>
      {contacts.open ? (
        <>
          <p>Un lien part par courriel, un code par SMS, aux coordonnées que connaît votre autorité.</p>
          <ButtonRow>
            <Button kind="secondary" href="/portail-psc/activation">
              Recevoir mes deux secrets
            </Button>
          </ButtonRow>
        </>
      ) : (
        <Closed way={contacts} />
      )}
    </Card>
  );
}

function ByCard({ byCard, held }: { byCard: boolean; held: boolean }) {
  const kind = held ? 'secondary' : 'primary';
  if (byCard)
    return (
      <Form action="/portefeuille/e-cps/code" label="Activer avec ma carte">
        <p>
          Ouvrez la page e-CPS sur le téléphone, puis affichez ici le code qu’il lira. Il dure 90 secondes.
        </p>
        <Button kind={kind}>Afficher le code</Button>
      </Form>
    );
  return (
    <>
      <p>Votre session n’a pas été ouverte avec la carte. Insérez-la, puis reconnectez-vous.</p>
      <ButtonRow>
        <Button kind={kind} href="/connexion/psc?moyen=carte&retour=/portefeuille/e-cps">
          Me connecter avec ma carte
        </Button>
      </ButtonRow>
    </>
  );
}

function Closed({ way }: { way: ecps.Way }) {
  const [met] = way.open ? [] : way.obstacles;
  return <p>{met ? obstacleWords(met.obstacle) : null}</p>;
}

function PastDevices({ devices, now }: { devices: readonly ecps.Device[]; now: Date }) {
  return (
    <section>
      <h2>Mes appareils</h2>
      <Table
        caption="Appareils qui portent ou ont porté votre e-CPS"
        captionHidden
        columns={[{ label: 'Appareil' }, { label: 'Activée' }, { label: 'Preuve' }, { label: 'État' }]}
        rows={devices.map((device) => [
          device.deviceName,
          <Time value={device.activatedAt.toISOString()} precision="day" />,
          WAYS[device.way],
          device.endedAt === null ? <StateTag device={device} now={now} /> : <Ended device={device} />,
        ])}
      />
    </section>
  );
}

function Ended({ device }: { device: ecps.Device }) {
  return (
    <>
      {ENDED[device.endReason ?? 'closed']}
      {device.endedAt ? (
        <>
          , le <Time value={device.endedAt.toISOString()} precision="day" />
        </>
      ) : null}
    </>
  );
}

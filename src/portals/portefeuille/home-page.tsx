import type { Context } from 'hono';
import type { cards, ecps } from '../../modules/credentials/index.js';
import type { PscRecord, wallet } from '../../modules/identity-provider/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Button,
  ButtonRow,
  Card,
  DescriptionList,
  Done,
  EmptyState,
  PrintButton,
  Tag,
  Time,
} from '../../ui/index.js';
import { Frame } from './frame.js';
import { SessionCard } from './session-card.js';
import { DONE } from './words.js';

export interface Holdings {
  readonly record: PscRecord;
  readonly phone: ecps.Means | undefined;
  readonly cards: readonly cards.Card[];
  readonly sessions: readonly wallet.OpenSession[];
  /** The session under which this page is read. */
  readonly here: string | undefined;
}

/** What a professional holds at Pro Santé Connect: contacts, means, open sessions. */
export function HomePage({ c, holdings }: { c: Context<Env>; holdings: Holdings }) {
  const { record, sessions } = holdings;
  return (
    <Frame
      c={c}
      here="home"
      title="Mon portefeuille"
      lead="Vos moyens de connexion, et les services où vous êtes connecté en ce moment."
    >
      <Done words={DONE} code={c.req.query('fait')} />
      <Card title={`${record.givenName} ${record.familyName}`}>
        <DescriptionList
          items={[
            { term: 'Identifiant national', value: record.idNat },
            { term: 'Adresse mail de correspondance', value: record.mail },
            { term: 'Mobile', value: record.mobile },
          ]}
        />
        <p>
          Ces coordonnées reçoivent vos codes. Elles se corrigent auprès de votre autorité (ordre, ARS,
          employeur). <a href="/suivi">Suivre mes données</a>
        </p>
      </Card>
      <MeansCard {...holdings} />
      <section>
        <h2>Où suis-je connecté ?</h2>
        {sessions.length === 0 ? (
          <EmptyState
            level={3}
            title="Aucune session ouverte"
            help={<p>Aucun service ne peut agir en votre nom en ce moment.</p>}
          />
        ) : (
          sessions.map((session) => <SessionCard session={session} here={session.sid === holdings.here} />)
        )}
        <ButtonRow>
          {sessions.length === 0 ? null : (
            <Button kind="danger" href="/portefeuille/sessions">
              Fermer toutes mes sessions
            </Button>
          )}
          <Button kind="secondary" href="/portefeuille/historique">
            Voir mes connexions passées
          </Button>
          <PrintButton />
        </ButtonRow>
      </section>
    </Frame>
  );
}

function MeansCard({ phone, cards }: Holdings) {
  return (
    <Card title="Mes moyens de connexion">
      {phone || cards.length > 0 ? (
        <DescriptionList
          items={[
            ...(phone ? [{ term: 'e-CPS', value: <PhoneLine phone={phone} /> }] : []),
            ...cards.map((card) => ({
              term: `Carte ${card.type} se terminant par ${card.number.slice(-4)}`,
              value: <Until at={card.expiresAt} />,
            })),
          ]}
        />
      ) : (
        <EmptyState
          level={3}
          title="Aucun moyen actif"
          help={<p>Activez une e-CPS sur votre téléphone pour vous connecter aux services.</p>}
        />
      )}
      <ButtonRow>
        {phone ? (
          <Button kind="danger" href="/portefeuille/telephone-perdu">
            Signaler mon téléphone perdu
          </Button>
        ) : (
          <Button href="/portefeuille/e-cps">Activer mon e-CPS</Button>
        )}
        <Button kind="secondary" href="/portail-psc/moyens">
          Mes autres moyens
        </Button>
      </ButtonRow>
    </Card>
  );
}

function PhoneLine({ phone }: { phone: ecps.Means }) {
  return (
    <>
      {phone.deviceName}. Activée le <Time value={phone.activatedAt.toISOString()} precision="day" />.{' '}
      {phone.state === 'locked' ? (
        <Tag tone="danger">Bloquée : à activer de nouveau</Tag>
      ) : (
        <Until at={phone.expiresAt} />
      )}
    </>
  );
}

const Until = ({ at }: { at: Date }) => (
  <>
    Valable jusqu’au <Time value={at.toISOString()} precision="day" />.
  </>
);

import type { Context } from 'hono';
import type { wallet } from '../../modules/identity-provider/index.js';
import type { Env } from '../../platform/http/request.js';
import { ButtonRow, EmptyState, Pager, PrintButton, Table, Time } from '../../ui/index.js';
import { Frame } from './frame.js';
import { meansName } from './words.js';

const howOf = ({ silent, via }: wallet.OwnVisit): string => {
  if (via !== null) return `Par ${via}`;
  return silent ? 'Session déjà ouverte' : 'Connexion avec le moyen';
};

/** Past sign-ins, newest first. `next`: the last visit of the page, where others follow. */
export function HistoryPage(props: {
  c: Context<Env>;
  visits: readonly wallet.OwnVisit[];
  next: number | undefined;
  first: boolean;
}) {
  const { c, visits, next, first } = props;
  return (
    <Frame
      c={c}
      here="history"
      title="Mes connexions"
      lead="Chaque fois qu’un service vous a reconnu, sur treize mois. Vous n’y étiez pas ? Fermez vos sessions et signalez votre téléphone perdu."
    >
      <Table
        caption="Connexions, de la plus récente à la plus ancienne"
        captionHidden
        columns={[{ label: 'Date' }, { label: 'Service' }, { label: 'Moyen' }, { label: 'Comment' }]}
        rows={visits.map((visit) => [
          <Time value={visit.at.toISOString()} />,
          visit.service,
          meansName(visit.means),
          howOf(visit),
        ])}
        empty={
          <EmptyState
            title={first ? 'Aucune connexion' : 'Aucune autre connexion'}
            help={<p>Les connexions apparaissent ici dès qu’un service vous a reconnu.</p>}
          />
        }
      />
      <Pager
        previousHref={first ? undefined : '/portefeuille/historique'}
        nextHref={next === undefined ? undefined : `/portefeuille/historique?avant=${next}`}
      />
      {visits.length > 0 ? (
        <ButtonRow>
          <PrintButton />
        </ButtonRow>
      ) : null}
    </Frame>
  );
}

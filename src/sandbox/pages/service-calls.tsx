import { USAGE_ACTS, USAGE_MEANS, type UsageMeans, usageAddress } from '../../modules/guidance/index.js';
import { EmptyState, Page, Table, Tag, Time } from '../../ui/index.js';
import type { ServiceCall } from '../sectoral/calls.js';

/** Who called the demo INSi, DMP and MSSanté, by what, for whom, and the line of the usage matrix that answered. */
export function ServiceCallsPage({ calls }: { calls: readonly ServiceCall[] }) {
  return (
    <Page
      title="Appels des services sectoriels"
      lead="Les cent derniers appels de l’INSi, du DMP et de la messagerie de démonstration, le plus récent d’abord."
      width="wide"
      banner="sandbox"
      breadcrumbs={[
        { label: 'Esculape', href: '/' },
        { label: 'Bac à sable', href: '/sandbox' },
        { label: 'Appels des services sectoriels' },
      ]}
    >
      <Table
        caption="Appels"
        captionHidden
        columns={[
          { label: 'Date' },
          { label: 'Acte' },
          { label: 'Qui' },
          { label: 'Moyen' },
          { label: 'Réponse' },
          { label: 'Ligne' },
        ]}
        rows={calls.map((call) => [
          <Time value={call.at} />,
          USAGE_ACTS[call.act].label,
          whoOf(call),
          call.means ? USAGE_MEANS[call.means as UsageMeans] : 'Aucun',
          <>
            <Tag tone={call.outcome === 'done' ? 'success' : 'danger'}>
              {call.outcome === 'done' ? 'Servi' : 'Refusé'}
            </Tag>{' '}
            {call.code}
          </>,
          call.row ? <a href={usageAddress(call.row)}>{call.row}</a> : '',
        ])}
        empty={<EmptyState title="Aucun appel" help="Ouvrez un service de démonstration, et revenez ici." />}
      />
    </Page>
  );
}

const whoOf = ({ idNat, structure, certificate, account }: ServiceCall): string =>
  [
    idNat,
    structure && `structure ${structure}`,
    certificate?.replace(/ \w+$/, ''),
    account && `compte ${account}`,
  ]
    .filter(Boolean)
    .join(', ') || 'Inconnu';

import type { Context } from 'hono';
import { incidents } from '../../../modules/credentials/index.js';
import type { Env } from '../../../platform/http/request.js';
import { Done, EmptyState, Table, Time } from '../../../ui/index.js';
import { Frame } from '../frame.js';

export const LIST = '/incident/demandes';

const DONE: Readonly<Record<string, string>> = {
  faite: 'La décision est prise, et la réponse part par courriel. La pièce d’identité est effacée.',
  refusee: 'La déclaration est refusée, et la réponse part par courriel. La pièce d’identité est effacée.',
};

/** The declarations that wait for a decision. */
export function ListPage(props: {
  c: Context<Env>;
  reports: readonly incidents.WaitingReport[];
  done: string | undefined;
}) {
  const { c, reports, done } = props;
  return (
    <Frame c={c} title="Déclarations à traiter" lead="Faites sans connexion, avec une pièce d’identité.">
      <Done words={DONE} code={done} />
      <Table
        caption="Déclarations, la plus ancienne d’abord"
        captionHidden
        columns={[{ label: 'Demande' }, { label: 'Incident' }, { label: 'Reçue le' }]}
        rows={reports.map((report) => [
          <a href={`${LIST}/${report.id}`}>n° {report.ticket}</a>,
          incidents.PROBLEM_WORDS[report.problem],
          <Time value={report.filedAt} precision="minute" />,
        ])}
        empty={
          <EmptyState title="Rien n’attend" help="Les déclarations faites sans connexion arrivent ici." />
        }
      />
    </Frame>
  );
}

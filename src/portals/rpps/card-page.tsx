import type { Context } from 'hono';
import { authority } from '../../modules/authorities/index.js';
import { type EntryPerson, guarantorWords } from '../../modules/directory/index.js';
import type { HistoryPart, Provenance } from '../../modules/registry/index.js';
import type { Env } from '../../platform/http/request.js';
import { Card, Table, Time } from '../../ui/index.js';
import { FileSections } from '../file-sections.js';
import { Frame } from './frame.js';
import { partSummary, partWords } from './history-words.js';

type CardPageProps = { c: Context<Env>; person: EntryPerson; history: readonly HistoryPart[] };

/** The file card of a person: every part with its source and dates, then its history. Nothing here can be changed. */
export function CardPage({ c, person, history }: CardPageProps) {
  return (
    <Frame
      c={c}
      title={`Dossier ${person.idNat}`}
      lead="Lecture seule. Seule l’autorité qui a écrit une donnée peut la changer, sur son propre portail."
      width="wide"
      breadcrumbs={[{ label: 'RPPS', href: '/rpps' }, { label: person.idNat }]}
    >
      <FileSections person={person} source={Source} />
      <Card title="Qui peut corriger ?">
        <ul>
          {Object.keys(person.origins).map((code) => {
            const portal = authority(code)?.portal;
            return <li>{portal ? <a href={portal.path}>{portal.title}</a> : guarantorWords(code).label}</li>;
          })}
        </ul>
      </Card>
      <History history={history} />
    </Frame>
  );
}

function Source({ provenance }: { provenance: Provenance }) {
  return (
    <>
      {guarantorWords(provenance.authority).label}, depuis le{' '}
      <Time value={provenance.validFrom} precision="day" />, enregistré le{' '}
      <Time value={provenance.recordedAt} />
    </>
  );
}

function History({ history }: { history: readonly HistoryPart[] }) {
  return (
    <Table
      caption="Historique de toutes les données, terminées et corrigées comprises"
      columns={[
        { label: 'Donnée' },
        { label: 'Contenu' },
        { label: 'Valable du' },
        { label: 'au' },
        { label: 'Enregistré le' },
        { label: 'Autorité' },
      ]}
      rows={[...history].reverse().map((part) => [
        partWords(part.kind),
        <>
          {partSummary(part)}
          {part.supersededAt ? ' (corrigé depuis)' : null}
        </>,
        <Time value={part.validFrom} />,
        part.validTo ? <Time value={part.validTo} /> : 'en cours',
        <Time value={part.recordedAt} precision="second" />,
        part.authority,
      ])}
    />
  );
}

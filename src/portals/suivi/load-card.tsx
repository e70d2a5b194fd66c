import type { Arrival, TrackedLoad } from '../../modules/tracking/index.js';
import { Card, formatDate, formatDuration, Table, Tag, Time } from '../../ui/index.js';
import { FILE_WORDS, HOP_NAMES } from './words.js';

/** A load of national files that changed what is known of the person: the files, and a dated line a step. */
export function LoadCard({ load }: { load: TrackedLoad }) {
  const everywhere = load.arrivals.every(({ at }) => at !== undefined);
  return (
    <Card
      title={`Chargement ${load.load}`}
      aside={everywhere ? <Tag tone="success">Arrivé partout</Tag> : <Tag tone="warning">En chemin</Tag>}
      level={3}
    >
      <ul>
        {load.files.map(({ name, publishedAt, how }) => (
          <li>
            {name}
            {publishedAt ? <>, publié le {formatDate(dayOf(publishedAt))}</> : null}
            {FILE_WORDS[how]}
          </li>
        ))}
      </ul>
      <Table
        caption={`Chemin du chargement ${load.load}`}
        columns={[{ label: 'Étape' }, { label: 'Arrivée' }, { label: 'Délai', align: 'end' }]}
        rows={load.arrivals.map(line)}
      />
    </Card>
  );
}

const line = ({ hop, at, delayMs }: Arrival) => [
  <abbr title={HOP_NAMES[hop]}>{hop}</abbr>,
  at ? <Time value={at} precision="millisecond" /> : 'Attendu',
  delayMs === undefined ? (at ? 'Lecture du fichier' : '') : formatDuration(delayMs),
];

/** `AAAAMMJJhhmm` as a day. */
const dayOf = (published: string): string =>
  `${published.slice(0, 4)}-${published.slice(4, 6)}-${published.slice(6, 8)}`;

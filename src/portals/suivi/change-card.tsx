import { guarantorWords } from '../../modules/directory/index.js';
import type { Arrival, ChangedField, TrackedChange } from '../../modules/tracking/index.js';
import { Card, formatDuration, formatPhone, Table, Tag, Time } from '../../ui/index.js';
import { actWords, HOP_NAMES } from './words.js';

/** One change: what it was, and a dated line a step with the value that the step holds of it. */
export function ChangeCard({ change }: { change: TrackedChange }) {
  const { arrivals, authority, version, act, fields } = change;
  const everywhere = arrivals.every(({ at }) => at !== undefined);
  return (
    <Card
      title={`${actWords(act)} : ${guarantorWords(authority).label}`}
      aside={everywhere ? <Tag tone="success">Arrivé partout</Tag> : <Tag tone="warning">En chemin</Tag>}
      level={3}
    >
      {fields.map(({ label, from, to }) =>
        from === undefined && to === undefined ? null : (
          <p>
            {label} : {formatPhone(from ?? 'aucune valeur')} devient {formatPhone(to ?? 'aucune valeur')}.
          </p>
        ),
      )}
      <Table
        caption={`Version ${version} du dossier de l’autorité`}
        columns={[
          { label: 'Étape' },
          { label: 'Ce que l’étape contient' },
          { label: 'Arrivée' },
          { label: 'Délai', align: 'end' },
        ]}
        rows={arrivals.map((arrival) => line(arrival, fields))}
      />
    </Card>
  );
}

function line({ hop, at, delayMs }: Arrival, fields: readonly ChangedField[]) {
  return [
    <abbr title={HOP_NAMES[hop]}>{hop}</abbr>,
    <Values fields={fields} arrived={at !== undefined} />,
    at ? <Time value={at} precision="millisecond" /> : 'Attendu',
    delayMs === undefined ? (at ? 'Départ' : '') : formatDuration(delayMs),
  ];
}

function Values({ fields, arrived }: { fields: readonly ChangedField[]; arrived: boolean }) {
  if (fields.length === 0) return <>{arrived ? 'Dossier reçu' : 'Dossier attendu'}</>;
  const [only, ...others] = fields;
  if (only && others.length === 0) return <>{sentence(only, arrived)}</>;
  return (
    <ul>
      {fields.map((field) => (
        <li>{sentence(field, arrived)}</li>
      ))}
    </ul>
  );
}

function sentence({ label, from, to }: ChangedField, arrived: boolean): string {
  const state = arrived ? 'nouvelle valeur' : 'ancienne valeur';
  const value = from === undefined && to === undefined ? undefined : ((arrived ? to : from) ?? 'aucune');
  return value === undefined ? `${label} : ${state}` : `${label} : ${formatPhone(value)} (${state})`;
}

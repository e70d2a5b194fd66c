import type { Context } from 'hono';
import {
  ACT_NAMES,
  MEANS_NAMES,
  USAGE_ACTS,
  USAGE_MEANS,
  USAGE_SERVICES,
  type UsageMeans,
  type UsageRow,
  type UsageService,
} from '../../modules/guidance/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Alert,
  Button,
  EmptyState,
  Field,
  Form,
  formatDate,
  PrintButton,
  Select,
  Table,
} from '../../ui/index.js';
import { UsagesFrame } from './frame.js';
import { AnswerTag, MODES, period } from './words.js';

/** What somebody asked to see. */
export interface AskedUsages {
  /** `YYYY-MM-DD`. */
  readonly on: string;
  readonly service?: UsageService | undefined;
  readonly means?: UsageMeans | undefined;
}

interface UsagesProps {
  readonly c: Context<Env>;
  readonly asked: AskedUsages;
  readonly rows: readonly UsageRow[];
  readonly dates: readonly string[];
  /** The day that was typed could not be read. */
  readonly wrongDay: boolean;
}

/** Which means opens which service, on a day: one table for each act, filtered, printable. */
export function UsagesPage({ c, asked, rows, dates, wrongDay }: UsagesProps) {
  const services = (Object.keys(USAGE_SERVICES) as UsageService[]).filter(
    (service) => !asked.service || service === asked.service,
  );
  return (
    <UsagesFrame
      c={c}
      tab="/usages"
      title="Quel moyen pour quel service ?"
      lead="Carte, e-CPS ou certificat : ce que chacun permet, et depuis quand. Les services de démonstration appliquent ce tableau."
    >
      {wrongDay ? (
        <Alert tone="warning">Cette date ne se lit pas : voici le tableau d’aujourd’hui.</Alert>
      ) : null}
      <Filters asked={asked} />
      <p>
        Tableau au {formatDate(asked.on)}. Il a changé le{' '}
        {dates.map((date) => formatDate(date)).join(' et le ')}.
      </p>
      {services.map((service) => (
        <ServicePart service={service} rows={rows.filter((row) => row.service === service)} />
      ))}
      {rows.length === 0 ? <EmptyState title="Aucune ligne" help="Élargissez la recherche." /> : null}
      <p>
        <PrintButton />{' '}
        <a href={`/usages/matrice.json?date=${asked.on}`}>Le même tableau, pour un programme (JSON)</a>
      </p>
    </UsagesFrame>
  );
}

function Filters({ asked }: { asked: AskedUsages }) {
  const entries = (labels: Readonly<Record<string, string>>) =>
    Object.entries(labels).map(([value, label]) => ({ value, label }));
  return (
    <Form action="/usages" method="get" search inline label="Filtrer le tableau">
      <Select
        label="Service"
        name="service"
        options={entries(USAGE_SERVICES)}
        value={asked.service ?? ''}
        blank="Tous les services"
      />
      <Select
        label="Moyen"
        name="moyen"
        options={MEANS_NAMES.map((value) => ({ value, label: USAGE_MEANS[value] }))}
        value={asked.means ?? ''}
        blank="Tous les moyens"
      />
      <Field label="À la date du" name="date" type="date" value={asked.on} width="medium" />
      <Button kind="secondary">Voir</Button>
    </Form>
  );
}

function ServicePart({ service, rows }: { service: UsageService; rows: readonly UsageRow[] }) {
  const acts = ACT_NAMES.filter((act) => rows.some((row) => row.act === act));
  if (acts.length === 0) return null;
  return (
    <section>
      <h2 id={service}>{USAGE_SERVICES[service]}</h2>
      {acts.map((act) => (
        <Table
          caption={USAGE_ACTS[act].label}
          columns={[
            { label: 'Moyen' },
            { label: 'Réponse' },
            { label: 'Accès' },
            { label: 'Pourquoi, et d’après quel texte' },
          ]}
          rows={rows.filter((row) => row.act === act).map((row) => usageCells(row, USAGE_MEANS[row.means]))}
        />
      ))}
    </section>
  );
}

/** One line of the matrix as cells; its first names the means or the act. */
export const usageCells = (row: UsageRow, name: string) => [
  <span id={row.id}>{name}</span>,
  <AnswerTag row={row} />,
  row.answer === 'yes' ? MODES[row.mode] : '',
  <>
    {row.why ? <>{row.why} </> : null}
    <span class="muted">
      {row.source}
      {row.certainty === 'deduced' ? ' (déduit)' : ''}
      {period(row) ? `, ${period(row)}` : ''}
    </span>
  </>,
];

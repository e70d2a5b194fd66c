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
import { Alert, Button, Field, Form, formatDate, PrintButton, Select, Table } from '../../ui/index.js';
import { UsagesFrame } from './frame.js';
import { Overview } from './overview.js';
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

/** Which means opens which service, on a day: all in one table, then the reasons for a service or a means; printable. */
export function UsagesPage({ c, asked, rows, dates, wrongDay }: UsagesProps) {
  const { on, service, means } = asked;
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
      {service || means ? null : <Overview on={on} rows={rows} />}
      {means && !service ? <MeansPart means={means} rows={rows} /> : null}
      {service ? <ServicePart service={service} rows={rows} /> : null}
      {service || means ? (
        <p>
          <a href={`/usages?date=${on}`}>Tous les services, tous les moyens</a>
        </p>
      ) : null}
      <p>
        Tableau au {formatDate(on)}. Il a changé le {dates.map((date) => formatDate(date)).join(' et le ')}.
      </p>
      <p>
        <PrintButton />
      </p>
      <p>
        <a href={`/usages/matrice.json?date=${on}`}>Le même tableau, pour un programme (JSON)</a>
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

/** What one means opens: a line for each act. */
function MeansPart({ means, rows }: { means: UsageMeans; rows: readonly UsageRow[] }) {
  return (
    <>
      <h2>{USAGE_MEANS[means]}</h2>
      <Table
        caption="Ce que ce moyen ouvre"
        captionHidden
        columns={[{ label: 'Usage' }, ...ANSWER_COLUMNS]}
        rows={rows.map((row) => usageCells(row, USAGE_ACTS[row.act].label))}
      />
    </>
  );
}

const ANSWER_COLUMNS = [
  { label: 'Réponse' },
  { label: 'Accès' },
  { label: 'Pourquoi, et d’après quel texte' },
] as const;

function ServicePart({ service, rows }: { service: UsageService; rows: readonly UsageRow[] }) {
  const acts = ACT_NAMES.filter((act) => rows.some((row) => row.act === act));
  if (acts.length === 0) return null;
  return (
    <section>
      <h2 id={service}>{USAGE_SERVICES[service]}</h2>
      {acts.map((act) => (
        <Table
          caption={USAGE_ACTS[act].label}
          columns={[{ label: 'Moyen' }, ...ANSWER_COLUMNS]}
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

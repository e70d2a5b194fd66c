import {
  ACT_NAMES,
  MEANS_NAMES,
  SHORT_MEANS,
  USAGE_ACTS,
  USAGE_CONDITIONS,
  USAGE_MEANS,
  USAGE_SERVICES,
  type UsageAct,
  type UsageRow,
} from '../../modules/guidance/index.js';
import { Table, Tag } from '../../ui/index.js';

interface OverviewProps {
  /** `YYYY-MM-DD`. */
  readonly on: string;
  readonly rows: readonly UsageRow[];
}

/** The whole matrix in one table, each answer leading to its reason; on a small screen one chooses a means first. */
export function Overview({ on, rows }: OverviewProps) {
  return (
    <>
      <section class="wide-only">
        <h2>Tout en un tableau</h2>
        <p>
          <Tag tone="success">Oui</Tag> sans condition, <Tag tone="info">Si…</Tag> sous une condition,{' '}
          <Tag tone="danger">Non</Tag> : chaque réponse mène à sa raison.
        </p>
        <Table
          caption="Services et actes, par moyen"
          captionHidden
          columns={[{ label: 'Acte' }, ...MEANS_NAMES.map((means) => ({ label: SHORT_MEANS[means] }))]}
          rows={ACT_NAMES.map((act) => [
            <ActName act={act} on={on} />,
            ...MEANS_NAMES.map((means) => (
              <Answer row={rows.find((row) => row.act === act && row.means === means)} on={on} />
            )),
          ])}
        />
      </section>
      <section>
        <h2>Partir d’un moyen</h2>
        <ul>
          {MEANS_NAMES.map((means) => (
            <li>
              <a href={`/usages?moyen=${means}&date=${on}`}>{USAGE_MEANS[means]}</a>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function ActName({ act, on }: { act: UsageAct; on: string }) {
  const { service, label } = USAGE_ACTS[act];
  const [name] = USAGE_SERVICES[service].split(' :');
  return (
    <a href={`/usages?service=${service}&date=${on}`}>
      {name} : {label.charAt(0).toLowerCase()}
      {label.slice(1)}
    </a>
  );
}

function Answer({ row, on }: { row: UsageRow | undefined; on: string }) {
  if (!row) return null;
  const condition = row.answer === 'yes' && row.condition ? USAGE_CONDITIONS[row.condition] : undefined;
  const [tone, word] =
    row.answer === 'no'
      ? (['danger', 'Non'] as const)
      : condition
        ? (['info', 'Si…'] as const)
        : (['success', 'Oui'] as const);
  return (
    <a
      href={`/usages?service=${row.service}&moyen=${row.means}&date=${on}#${row.id}`}
      aria-label={`${word}, ${SHORT_MEANS[row.means]}`}
      title={row.why ?? condition}
    >
      <Tag tone={tone}>{word}</Tag>
    </a>
  );
}

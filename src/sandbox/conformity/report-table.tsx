import { Table, Tag, type Tone } from '../../ui/index.js';
import type { ConformityReport, Outcome } from './report.js';
import { OUTCOME_WORDS } from './report-text.js';

const TONES: Readonly<Record<Outcome, Tone>> = {
  passed: 'success',
  failed: 'danger',
  'not-applicable': 'neutral',
};

/** The findings of a report, check by check. */
export function ReportTable({ results }: Pick<ConformityReport, 'results'>) {
  return (
    <Table
      caption="Ce que le robot a constaté"
      columns={[{ label: 'Contrôle' }, { label: 'Résultat' }, { label: 'Constat' }, { label: 'Source' }]}
      rows={results.map(({ title, level, outcome, evidence, remedy, source, id }) => [
        title,
        <>
          <Tag tone={TONES[outcome]}>{OUTCOME_WORDS[outcome]}</Tag>
          {level === 'advised' ? <small> conseillé</small> : null}
        </>,
        <>
          {evidence}
          {remedy ? (
            <>
              <br />
              <strong>À faire : {remedy}</strong>
            </>
          ) : null}
        </>,
        <>
          {source}
          <br />
          <code>{id}</code>
        </>,
      ])}
    />
  );
}

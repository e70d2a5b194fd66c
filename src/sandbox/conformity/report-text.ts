import type { ConformityReport, Outcome } from './report.js';

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  passed: 'Réussi',
  failed: 'Échoué',
  'not-applicable': 'Sans objet',
};

const SIGNS: Readonly<Record<Outcome, string>> = { passed: '✓', failed: '✗', 'not-applicable': '–' };

/** One sentence for the whole. */
export function summary({ conformant, counts }: ConformityReport): string {
  const plural = (count: number, word: string) => `${count} ${word}${count > 1 ? 's' : ''}`;
  const figures = `${plural(counts.passed, 'réussi')}, ${plural(counts.failed, 'échoué')}, ${counts['not-applicable']} sans objet`;
  return `${conformant ? 'Conforme' : 'Non conforme'} : ${figures}.`;
}

/** A report for a terminal, line by line. */
export function reportLines(report: ConformityReport): string[] {
  const lines = report.results.flatMap(({ id, title, source, level, outcome, evidence, remedy }) => [
    `${SIGNS[outcome]} ${title}${level === 'advised' ? ' (conseillé)' : ''}`,
    `    ${evidence}  [${id}, ${source}]`,
    ...(remedy ? [`    À faire : ${remedy}`] : []),
  ]);
  const name = report.service ? `${report.service.name} (${report.service.clientId})` : 'service inconnu';
  return [
    `${report.url} : ${name}`,
    `Émetteur ${report.issuer}, ${report.at}`,
    '',
    ...lines,
    '',
    summary(report),
  ];
}

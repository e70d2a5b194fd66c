import type { ConformityReport } from './report.js';
import { ReportTable } from './report-table.js';
import { summary } from './report-text.js';

const STYLE = `body{font:1rem/1.5 sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #767676;padding:.4rem;text-align:left;vertical-align:top}
caption{text-align:left;font-weight:bold}td,p{overflow-wrap:anywhere}
@media(max-width:48rem){thead{display:none}table,tbody,tr,td{display:block;width:auto}tr{margin-bottom:1rem}}`;

/** A report as one file that stands by itself, to be kept or sent. */
export const reportPage = (report: ConformityReport): string =>
  `<!doctype html>${String(
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Conformité de {report.service?.name ?? report.url}</title>
        <style>{STYLE}</style>
      </head>
      <body>
        <main>
          <h1>Conformité à Pro Santé Connect</h1>
          <p>
            {report.service?.name ?? 'Service inconnu'}, {report.url}
          </p>
          <p>
            Émetteur {report.issuer}, le <time datetime={report.at}>{report.at}</time>
          </p>
          <p>
            <strong>{summary(report)}</strong>
          </p>
          <ReportTable results={report.results} />
        </main>
      </body>
    </html>,
  )}`;

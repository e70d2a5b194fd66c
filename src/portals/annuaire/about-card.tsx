import { Card } from '../../ui/index.js';

type Props = { jsonHref: string; fhirHref: string };

/** The same record for programs, and the texts under which it is public. */
export function AboutCard({ jsonHref, fhirHref }: Props) {
  return (
    <Card title="La même fiche pour les logiciels, et les textes">
      <ul>
        <li>
          <a href={jsonHref}>En JSON</a>
        </li>
        <li>
          <a href={fhirHref}>Par l’API FHIR</a> (demande une clé)
        </li>
      </ul>
      <p>
        L’annuaire publie les données en vigueur du répertoire partagé, comme le prévoient l’arrêté du 6
        février 2009 (articles 5 et 8) et l’arrêté du 23 septembre 2022, et celles de FINESS pour les
        établissements. L’état civil, les coordonnées personnelles et ce qui a pris fin n’en font pas partie.
      </p>
    </Card>
  );
}

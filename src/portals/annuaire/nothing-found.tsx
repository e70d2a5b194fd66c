import type { SearchResult } from '../../modules/directory/index.js';
import { Button, Card, EmptyState } from '../../ui/index.js';
import { type PageQuery, searchHref } from './search-links.js';

type Props = { asked: PageQuery; result: SearchResult };

/** What to say when the list is empty: why, and what to try next. */
export function NothingFound({ asked, result }: Props) {
  if (result.why === 'nothing-asked') return <Beginning />;
  if (result.why === 'bad-number') return <BadNumber />;
  if (result.why === 'unknown-place') {
    return (
      <EmptyState
        title={`Lieu inconnu : « ${asked.place ?? ''} »`}
        help="Écrivez une ville, un code postal à cinq chiffres ou un département (numéro ou nom)."
        action={<WithoutPlace asked={asked} />}
      />
    );
  }
  return (
    <EmptyState
      title="Personne ne correspond à cette recherche"
      help={
        <ul>
          <Suggestions result={result} />
          {result.unknown.length > 0 && !likely(result) ? (
            <li>Aucun nom ne ressemble à {result.unknown.map((word) => `« ${word} »`).join(', ')}.</li>
          ) : null}
          <li>
            Essayez le début du nom seulement, ou une autre orthographe ; accents et majuscules ne comptent
            pas.
          </li>
          <li>Le nom attendu est le nom d’exercice : il peut différer du nom de naissance.</li>
          {asked.place ? <li>La personne exerce peut-être ailleurs : cherchez sans le lieu.</li> : null}
          <li>
            Une inscription toute récente apparaît ici dès que le RPPS l’a transmise : le plus souvent en une
            seconde, 24 heures au plus.
          </li>
        </ul>
      }
      action={<WithoutPlace asked={asked} />}
    />
  );
}

/** Whether a name of the directory resembles what was typed. */
const likely = ({ suggestions }: SearchResult): boolean =>
  suggestions.some(({ count }) => count === undefined);

function Suggestions({ result: { suggestions } }: { result: SearchResult }) {
  return (
    <>
      {suggestions.map(({ label, asked, count }) => (
        <li>
          {count === undefined ? 'Vouliez-vous dire : ' : 'Chercher '}
          <a href={searchHref(asked)}>{label}</a>
          {count === undefined ? ' ?' : ` (${count} résultat${count > 1 ? 's' : ''})`}
        </li>
      ))}
    </>
  );
}

function WithoutPlace({ asked }: { asked: PageQuery }) {
  if (!asked.place || (!asked.q && !asked.profession)) return null;
  return (
    <Button kind="secondary" href={searchHref({ q: asked.q, profession: asked.profession })}>
      Chercher sans le lieu
    </Button>
  );
}

function BadNumber() {
  return (
    <EmptyState
      title="Ce numéro ne peut pas exister"
      help={
        <>
          <p>
            Il manque des chiffres, ou l’un d’eux est faux. Une recherche par numéro demande le numéro entier
            :
          </p>
          <ul>
            <li>un numéro RPPS : onze chiffres ;</li>
            <li>un identifiant national : le même, précédé d’un 8 ;</li>
            <li>un identifiant de structure : son numéro, une barre oblique, le numéro interne.</li>
          </ul>
        </>
      }
    />
  );
}

function Beginning() {
  return (
    <Card title="Ce que vous trouverez ici">
      <p>
        Les professionnels en exercice, avec leur profession, leurs qualifications et leurs lieux d’exercice.
        Chaque donnée est garantie par l’autorité qui l’a enregistrée : un ordre, le service de santé des
        armées, une agence régionale de santé ou un employeur habilité.
      </p>
      <p>
        Rien ne se saisit dans l’annuaire : il recopie le RPPS. Un professionnel qui vient d’être inscrit y
        apparaît le plus souvent en une seconde, en 24 heures au plus.
      </p>
    </Card>
  );
}

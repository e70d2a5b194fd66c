import { label } from '../../modules/nomenclatures/index.js';
import { Card, type Description, DescriptionList } from '../../ui/index.js';

type Json = Record<string, unknown>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

const named = (nomenclature: string, code: unknown): string => {
  const known = text(code) && label(nomenclature, text(code));
  return known ? `${known} (${text(code)})` : text(code) || 'non renseigné';
};

const PROFESSION_LISTS = ['TRE_G15', 'TRE_R95', 'TRE_R94', 'TRE_R291'];

const professionName = (code: unknown): string => {
  const found = PROFESSION_LISTS.find((nomenclature) => label(nomenclature, text(code)));
  return found ? named(found, code) : text(code);
};

/** Who signed in: civil identity, identifier, means used. */
export function Identity({ userinfo }: { userinfo: Json }) {
  const others = list(userinfo.otherIds).map((id) => `${text(id.origine)} ${text(id.identifiant)}`);
  const items: Description[] = [
    { term: 'Nom', value: text(userinfo.family_name) },
    { term: 'Prénom', value: text(userinfo.given_name) },
    { term: 'Identifiant national', value: text(userinfo.SubjectNameID) },
    { term: 'Moyen utilisé', value: text(userinfo.authMode) === 'CARD' ? 'carte CPx' : 'e-CPS' },
    { term: 'Identifiants connus', value: others.join(', ') || 'aucun autre' },
  ];
  return <DescriptionList items={items} />;
}

/** Every exercise with every situation: the service, not Pro Santé Connect, lets the person choose one. */
export function Situations({ userinfo }: { userinfo: Json }) {
  const exercises = list((userinfo.SubjectRefPro as Json | undefined)?.exercices);
  if (exercises.length === 0) return <p>Aucun exercice professionnel n’est connu pour cette personne.</p>;
  return (
    <>
      {exercises.map((exercise) => (
        <Card title={professionName(exercise.codeProfession)}>
          <DescriptionList
            items={[
              {
                term: 'Identité d’exercice',
                value: [
                  label('TRE_R11', text(exercise.codeCiviliteDexercice)),
                  text(exercise.prenomDexercice),
                  text(exercise.nomDexercice),
                ]
                  .filter(Boolean)
                  .join(' '),
              },
              { term: 'Catégorie', value: named('TRE_R09', exercise.codeCategorieProfessionnelle) },
              {
                term: 'Savoir-faire',
                value: text(exercise.codeSavoirFaire)
                  ? named('TRE_R38', exercise.codeSavoirFaire)
                  : 'non renseigné',
              },
            ]}
          />
          <h3>Situations d’exercice</h3>
          {list(exercise.activities).length === 0 ? <p>Aucune situation en cours.</p> : null}
          <ul>
            {list(exercise.activities).map((activity) => (
              <li>
                {text(activity.raisonSocialeSite) || 'Lieu non renseigné'}
                {', '}
                {[activity.codePostal, activity.bureauCedex].map(text).find(Boolean)}
                {' : '}
                {text(activity.codeRole)
                  ? named('TRE_R85', activity.codeRole)
                  : named('TRE_R23', activity.codeModeExercice)}
              </li>
            ))}
          </ul>
        </Card>
      ))}
    </>
  );
}

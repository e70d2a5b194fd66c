import { Card, CopyButton, DescriptionList } from '../../../ui/index.js';
import { PscPage } from '../pages.js';
import { BUTTON_SIZE, BUTTON_TONES, BUTTON_WORDS, type ButtonTone } from './drawing.js';

const PATH = '/portail-psc/bouton';

const snippet = (origin: string, tone: ButtonTone): string =>
  `<a href="/connexion"><img src="${origin}${PATH}/${tone}.svg" width="${BUTTON_SIZE.width}" height="${BUTTON_SIZE.height}" alt="${BUTTON_WORDS}"></a>`;

const DRESSES: Readonly<Record<ButtonTone, string>> = {
  sombre: 'Sur un fond clair',
  clair: 'Sur un fond foncé',
};

/** The button, in its two dresses, and what to respect when a service shows it. */
export function ButtonPage({ sandbox, origin }: { sandbox: boolean; origin: string }) {
  const { width, height, least } = BUTTON_SIZE;
  return (
    <PscPage
      title="Le bouton Pro Santé Connect"
      lead="À placer sur la page de connexion de votre service. Le dessin est celui de ce programme, libre d’usage."
      frame={{ sandbox }}
    >
      {(Object.keys(BUTTON_TONES) as ButtonTone[]).map((tone) => (
        <Card title={DRESSES[tone]}>
          <p>
            <img src={`${PATH}/${tone}.svg`} width={width} height={height} alt={BUTTON_WORDS} />
          </p>
          <p>
            <code>{snippet(origin, tone)}</code> <CopyButton value={snippet(origin, tone)} />
          </p>
        </Card>
      ))}
      <h2>Règles d’usage</h2>
      <DescriptionList
        items={[
          {
            term: 'Texte',
            value: `« ${BUTTON_WORDS} », en entier, sans autre mot. Il est aussi le texte de remplacement.`,
          },
          {
            term: 'Taille',
            value: `${width} × ${height} pixels, proportions gardées, jamais moins de ${least} pixels de haut.`,
          },
          { term: 'Espace', value: 'Autour du bouton, la moitié de sa hauteur reste vide.' },
          {
            term: 'Place',
            value:
              'Au moins aussi visible que les autres moyens de connexion ; le seul bouton, si le service a choisi Pro Santé Connect seul.',
          },
          {
            term: 'Clavier',
            value: 'Un vrai lien ou un vrai bouton : il se voit quand il a le focus, et s’active par Entrée.',
          },
          {
            term: 'Couleurs',
            value: 'Les deux présentées ici. Ni ombre, ni déformation, ni texte ajouté dans le dessin.',
          },
          {
            term: 'À côté',
            value: 'Une phrase dit à qui il s’adresse, avec un lien vers l’activation de l’e-CPS.',
          },
        ]}
      />
    </PscPage>
  );
}

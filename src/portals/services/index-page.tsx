import type { Context } from 'hono';
import { currentUser } from '../../modules/access/index.js';
import type { Env } from '../../platform/http/request.js';
import { Button, ButtonRow, Card, Grid } from '../../ui/index.js';
import { Frame } from './frame.js';

const DOORS = [
  [
    '/documentation',
    'Documentation',
    'Le guide d’intégration, ses versions, des exemples pour les clients usuels.',
  ],
  [
    '/services/catalogue',
    'Catalogue',
    'Les services raccordés et en projet, le niveau qu’ils exigent et donnent.',
  ],
  ['/services/conformite', 'Conformité', 'Les exigences, ce qui y répond, et qui n’y est pas encore.'],
  ['/services/securite', 'Sécurité', 'Ce que chaque service reçoit d’une personne, et ce que nul ne reçoit.'],
  ['/services/deploiement', 'Déploiement', 'Services, e-CPS actives, connexions par mois et par moyen.'],
  [
    '/services/lecture',
    'Lire une réponse',
    'Collez une réponse de userinfo : chaque champ lu, chaque faute nommée.',
  ],
  ['/services/etat', 'État', 'Les environnements, et la disponibilité mesurée.'],
] as const;

/** The way into everything about the services that Pro Santé Connect opens. Open to everybody. */
export function indexPage(c: Context<Env>) {
  const mine = currentUser(c)?.kind === 'integrator';
  return c.html(
    <Frame
      c={c}
      title="Les services de Pro Santé Connect"
      lead="Raccorder un service, et savoir qui l’est : une seule connexion pour tous."
      width="wide"
    >
      <ButtonRow>
        <Button href={mine ? '/services/raccordement' : '/services/compte'}>
          {mine ? 'Mes services' : 'Raccorder un service'}
        </Button>
        {mine ? (
          <Button kind="secondary" href="/services/support">
            Support
          </Button>
        ) : null}
      </ButtonRow>
      <Grid min="small">
        {DOORS.map(([href, title, text]) => (
          <Card title={title} href={href}>
            <p>{text}</p>
          </Card>
        ))}
      </Grid>
    </Frame>,
  );
}

import type { Context } from 'hono';
import type { Env } from '../../platform/http/request.js';
import { Button, Card, Grid } from '../../ui/index.js';
import { Frame } from './frame.js';

/** Which way to take, from the quickest one to the one that asks for nothing but a proof. */
export function HomePage({ c }: { c: Context<Env> }) {
  return (
    <Frame
      c={c}
      title="Un problème avec ma carte"
      lead="Perdue, volée, en panne, jamais reçue, ou codes oubliés : choisissez ce que vous pouvez encore faire."
    >
      <Grid min="medium">
        <Card title="Je peux encore me connecter" footer={<Button href="/ma-carte">Ouvrir Ma Carte</Button>}>
          <p>
            Avec votre e-CPS, ou une autre carte : l’incident est pris en compte tout de suite, et la nouvelle
            carte est commandée.
          </p>
          <p>
            Pour les cartes de vos salariés : <a href="/tops">TOPS</a>.
          </p>
        </Card>
        <Card
          title="Je n’ai ni codes ni e-CPS"
          footer={
            <Button kind="secondary" href="/incident/declaration">
              Remplir la déclaration
            </Button>
          }
        >
          <p>
            Le formulaire F501, sans connexion. Une pièce d’identité est demandée avant toute opposition ; le
            support vous répond par courriel.
          </p>
        </Card>
        <Card
          title="C’est urgent"
          footer={
            <Button kind="danger" href="/incident/blocage">
              Bloquer mes cartes maintenant
            </Button>
          }
        >
          <p>
            Votre numéro, votre nom et votre date de naissance suffisent. Seul votre code de déblocage les
            rend utilisables.
          </p>
        </Card>
      </Grid>
      <p>
        La carte d’un service, sans nom dessus : seule la personne habilitée de la structure la déclare, sur{' '}
        <a href="/tom">TOM</a>.
      </p>
    </Frame>
  );
}

import type { Context } from 'hono';
import { catalogue, claimGroups } from '../../modules/identity-provider/index.js';
import type { Env } from '../../platform/http/request.js';
import { Card, Grid, Table } from '../../ui/index.js';
import { Frame } from './frame.js';
import { doorsWords } from './words.js';

const MOST = 1000;

const GROUPS = {
  account: 'Identifiants',
  identity: 'Identité civile',
  practice: 'Exercice professionnel',
  'sign-in': 'Connexion',
  format: 'Format et provenance',
} as const;

const SETS = { national: 'Jeu national', clean: 'Jeu clair' } as const;

/** What each service receives of a person, and what nobody receives. Open to everybody. */
export async function securityPage(c: Context<Env>) {
  const entries = await catalogue(c.get('ctx'), { connected: true, limit: MOST });
  return c.html(
    <Frame
      c={c}
      current="/securite"
      title="Sécurité"
      lead="Une seule source d’identité, les mêmes données pour tous, et aucun mot de passe à garder."
      width="wide"
    >
      <h2>Ce que reçoit chaque service</h2>
      <Table
        caption="Services en service, et leur jeu de données"
        captionHidden
        columns={[{ label: 'Service' }, { label: 'Données' }, { label: 'On y entre par' }]}
        rows={entries.map((entry) => [
          <a href={`/services/catalogue/${entry.id}`}>{entry.name}</a>,
          <a href={`#jeu-${entry.claims}`}>{SETS[entry.claims]}</a>,
          doorsWords(entry),
        ])}
        empty={<p>Aucun service n’est encore au catalogue.</p>}
      />
      <h2>Les deux jeux de données</h2>
      <Grid min="large">
        {(['national', 'clean'] as const).map((set) => (
          <Card title={SETS[set]} id={`jeu-${set}`} level={3}>
            <dl>
              {claimGroups(set).map(({ code, claims }) => (
                <>
                  <dt>{GROUPS[code]}</dt>
                  <dd>
                    {claims.map((claim, index) => (
                      <>
                        {index > 0 ? ', ' : ''}
                        <code>{claim}</code>
                      </>
                    ))}
                  </dd>
                </>
              ))}
            </dl>
          </Card>
        ))}
      </Grid>
      <h2>Ce qu’aucun service ne reçoit</h2>
      <ul>
        <li>L’adresse mail et le mobile de correspondance, la date et le lieu de naissance.</li>
        <li>
          Le code personnel de l’e-CPS ou de la carte : il ne quitte ni le téléphone ni la page qui le
          demande.
        </li>
        <li>Un mot de passe : Pro Santé Connect n’en a pas.</li>
      </ul>
      <h2>Comment c’est tenu</h2>
      <ul>
        <li>Un changement chez l’autorité est dans la réponse suivante : rien n’est à resynchroniser.</li>
        <li>Un moyen perdu, opposé ou expiré est refusé par tous les services dans la minute.</li>
        <li>Chaque connexion et chaque refus s’écrit dans un seul journal, quel que soit le service.</li>
        <li>Les clés de signature tournent ; un service qui lit les clés publiées n’a rien à changer.</li>
      </ul>
      <p>
        <a href="/services/conformite">Exigences, contrôles et preuves</a>
      </p>
    </Frame>,
  );
}

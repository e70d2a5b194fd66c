import type { Context } from 'hono';
import { catalogue } from '../../modules/credentials/index.js';
import type { Env } from '../../platform/http/request.js';
import { Button, ButtonRow, Card, Grid } from '../../ui/index.js';
import { Frame, HOME } from './frame.js';

const BRANCHES: readonly (readonly [catalogue.Branch, string, string])[] = [
  ['person', 'Pour une personne', 'Les cartes de la famille CPx et l’e-CPS disent qui agit.'],
  [
    'organisation',
    'Pour une organisation',
    'Les certificats logiciels identifient un logiciel ou un serveur, jamais une personne.',
  ],
];

/** Every means, in two branches. */
export function CataloguePage({ c }: { c: Context<Env> }) {
  return (
    <Frame
      c={c}
      here={HOME}
      title="Moyens d’identification"
      lead="Cartes, e-CPS, certificats : à qui, et comment les obtenir."
    >
      <ButtonRow>
        <Button href={`${HOME}/guide`}>Laissez-vous guider</Button>
        <Button kind="secondary" href="/usages">
          Quels moyens pour quels usages
        </Button>
      </ButtonRow>
      {BRANCHES.map(([branch, title, lead]) => (
        <section>
          <h2>{title}</h2>
          <p>{lead}</p>
          <Grid min="medium">
            {catalogue.CATALOGUE.filter((one) => one.branch === branch).map((means) => (
              <MeansCard means={means} />
            ))}
          </Grid>
        </section>
      ))}
      <p>
        Une carte perdue, volée ou en panne : <a href="/incident">déclarer un incident</a>.
      </p>
    </Frame>
  );
}

/** One means: for whom, how, and its door. */
export const MeansCard = ({ means }: { means: catalogue.OfferedMeans }) => (
  <Card title={means.name} level={3} footer={<a href={means.door.href}>{means.door.label}</a>}>
    <p>{means.forWhom}</p>
    <p>{means.how}</p>
  </Card>
);

import type { Context } from 'hono';
import { type Availability, availability, type Part } from '../../modules/tracking/index.js';
import type { Env } from '../../platform/http/request.js';
import { Alert, Card, Grid, Table, Tag } from '../../ui/index.js';
import { Frame } from './frame.js';

const PART_WORDS: Readonly<Record<Part, string>> = {
  'sign-in': 'Connexion (Pro Santé Connect)',
  keys: 'Clés publiques',
  directory: 'Annuaire Santé',
};

const WINDOWS = [
  ['Aujourd’hui', 1],
  ['Sept jours', 7],
  ['Trente jours', 30],
  ['Douze mois', 365],
] as const;

const percent = new Intl.NumberFormat('fr-FR', { style: 'percent', maximumFractionDigits: 3 });

/** Never rounded up to the whole: 99.9996 % is not always. */
const share = ({ answered, minutes }: Availability): string =>
  minutes === 0 ? 'pas encore mesurée' : percent.format(Math.floor((answered / minutes) * 100_000) / 100_000);

/** The three environments, and what the program measured of itself. Open to everybody. */
export async function statusPage(c: Context<Env>) {
  const ctx = c.get('ctx');
  const measured: Availability[][] = [];
  for (const [, days] of WINDOWS) measured.push(await availability(ctx, days));
  return c.html(
    <Frame
      c={c}
      current="/etat"
      title="État des services"
      lead="Ouvert vingt-quatre heures sur vingt-quatre, tous les jours. Mesuré chaque minute par le programme lui-même."
    >
      <Environments c={c} now={measured[0] ?? []} />
      <h2>Disponibilité</h2>
      <Table
        caption="Part des minutes où chaque partie a répondu"
        columns={[{ label: 'Partie' }, ...WINDOWS.map(([label]) => ({ label, align: 'end' as const }))]}
        rows={(measured[0] ?? []).map(({ part }, index) => [
          PART_WORDS[part],
          ...measured.map((window) => {
            const found = window[index];
            return found ? share(found) : '–';
          }),
        ])}
      />
      <p>
        Une minute où personne n’a pu mesurer compte comme une minute sans réponse. Une période commence à la
        première mesure.
      </p>
    </Frame>,
  );
}

function Environments({ c, now }: { c: Context<Env>; now: readonly Availability[] }) {
  const { config } = c.get('ctx');
  const sandbox = config.profile === 'sandbox';
  const known = now.every((part) => part.now !== undefined);
  const up = now.every((part) => part.now === true);
  const here = known ? (
    <Tag tone={up ? 'success' : 'danger'}>{up ? 'En service' : 'Perturbé'}</Tag>
  ) : (
    <Tag>Pas encore mesuré</Tag>
  );
  const elsewhere = config.otherOrigin ? (
    <p>
      <a href={`${config.otherOrigin}/services/etat`}>Son état, mesuré par lui-même</a>
    </p>
  ) : (
    <p>Aucune autre installation n’est annoncée par celle-ci.</p>
  );
  const away = config.otherOrigin ? <Tag tone="info">Autre installation</Tag> : <Tag>Non annoncé</Tag>;
  return (
    <>
      <h2>Environnements</h2>
      <Grid min="small">
        <Card title="Bac à sable" level={3} aside={sandbox ? here : away}>
          {sandbox ? <p>Vous y êtes : données fictives, raccordement immédiat.</p> : elsewhere}
        </Card>
        <Card title="Production" level={3} aside={sandbox ? away : here}>
          {sandbox ? elsewhere : <p>Vous y êtes : personnes réelles, raccordement sur décision.</p>}
        </Card>
        <Card title="Support" level={3} aside={<Tag tone="success">Ouvert</Tag>}>
          <p>
            <a href="/services/support">Poser une question</a>
            {config.supportContact ? (
              <>
                {' '}
                ou écrire à <a href={`mailto:${config.supportContact}`}>{config.supportContact}</a>
              </>
            ) : null}
          </p>
        </Card>
      </Grid>
      {known && !up ? (
        <Alert tone="warning" title="Une partie ne répond pas">
          <p>Elle est surveillée à chaque minute ; cette page dit quand elle répond de nouveau.</p>
        </Alert>
      ) : null}
    </>
  );
}

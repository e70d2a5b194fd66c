import type { Context } from 'hono';
import {
  catalogue,
  MEANS,
  OTHER_MEANS,
  SERVICE_KINDS,
  WORTH_OF_OTHERS,
  worthOn,
} from '../../modules/identity-provider/index.js';
import { today } from '../../platform/clock.js';
import type { Env } from '../../platform/http/request.js';
import { Alert, EmptyState, Table, Tag } from '../../ui/index.js';
import { CONTROLS } from './controls.js';
import { Frame } from './frame.js';
import { type Judged, judged } from './judged.js';
import { FINDING_WORDS, KIND_WORDS, LEVEL_WORDS, OTHER_MEANS_WORDS } from './words.js';

const MOST = 1000;

/** Which rules hold today, what meets each, and who does not comply. Open to everybody. */
export async function compliancePage(c: Context<Env>) {
  const ctx = c.get('ctx');
  const day = today(ctx.clock);
  const entries = await catalogue(ctx, { kinds: SERVICE_KINDS, limit: MOST });
  const faulty = entries.map((entry) => judged(entry, day)).filter(({ findings }) => findings.length > 0);
  return c.html(
    <Frame
      c={c}
      current="/conformite"
      title="Conformité"
      lead="Ce que demandent les référentiels d’identification électronique, ce qui y répond ici, et qui n’y est pas encore."
      width="wide"
    >
      <Faulty entries={faulty} />
      <LevelsOfMeans day={day} />
      <h2>Exigences et contrôles</h2>
      <Table
        caption="Ce que le fournisseur d’identité met en œuvre"
        captionHidden
        columns={[
          { label: 'Exigence' },
          { label: 'Ce qui est demandé' },
          { label: 'Ce qui y répond' },
          { label: 'Preuve' },
        ]}
        rows={CONTROLS.map(({ id, requirement, control, page, test }) => [
          id,
          requirement,
          control,
          <>
            <a href={page}>Voir la page</a>
            <br />
            <small>
              <code>{test}</code>
            </small>
          </>,
        ])}
      />
    </Frame>,
  );
}

function Faulty({ entries }: { entries: readonly Judged[] }) {
  return (
    <>
      <h2 id="non-conformes">Services non conformes à ce jour</h2>
      <Table
        caption="Services non conformes"
        captionHidden
        columns={[
          { label: 'Service' },
          { label: 'Porté par' },
          { label: 'Type' },
          { label: 'Ce qui manque' },
        ]}
        rows={entries.map(({ id, name, organisation, kind, findings }) => [
          <a href={`/services/catalogue/${id}`}>{name}</a>,
          organisation,
          KIND_WORDS[kind],
          <ul>
            {findings.map((finding) => (
              <li>{FINDING_WORDS[finding]}</li>
            ))}
          </ul>,
        ])}
        empty={
          <EmptyState
            level={3}
            title="Aucun"
            help="Tous les services du catalogue respectent les règles du jour."
          />
        }
      />
      <Alert>
        <p>
          Depuis le 1er janvier 2023, Pro Santé Connect est exigé des services nationaux tels que le DMP, et
          des logiciels qui les intègrent fortement, comme le dossier patient ou usager.
        </p>
      </Alert>
    </>
  );
}

function LevelsOfMeans({ day }: { day: string }) {
  return (
    <>
      <h2 id="niveaux">Niveau de chaque moyen</h2>
      <Table
        caption="Moyens de Pro Santé Connect, et ce que vaut chacun aujourd’hui"
        columns={[
          { label: 'Moyen' },
          { label: 'Niveau PGSSI-S' },
          { label: 'Facteurs' },
          { label: 'acr' },
          { label: 'Texte' },
        ]}
        rows={MEANS.flatMap(({ code, label }) => {
          const worth = worthOn(code, day);
          return worth
            ? [
                [
                  label,
                  <Tag tone={worth.factors === 2 ? 'success' : 'warning'}>{worth.level}</Tag>,
                  String(worth.factors),
                  <code>{worth.acr}</code>,
                  worth.source,
                ],
              ]
            : [];
        })}
      />
      <Table
        caption="Moyens propres à un service, hors Pro Santé Connect"
        columns={[{ label: 'Moyen' }, { label: 'Niveau' }]}
        rows={OTHER_MEANS.map((means) => [OTHER_MEANS_WORDS[means], LEVEL_WORDS[WORTH_OF_OTHERS[means]]])}
      />
    </>
  );
}

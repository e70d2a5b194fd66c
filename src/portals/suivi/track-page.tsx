import type { Context } from 'hono';
import { currentUser } from '../../modules/access/index.js';
import type { Track, TrackedStep } from '../../modules/tracking/index.js';
import type { Env } from '../../platform/http/request.js';
import {
  Alert,
  Button,
  ButtonRow,
  DescriptionList,
  Form,
  formatDate,
  Live,
  Time,
  Timeline,
} from '../../ui/index.js';
import { ChangeCard } from './change-card.js';
import { Frame } from './frame.js';
import { LoadCard } from './load-card.js';
import { type Tool, toolsOf } from './tools.js';
import { HOP_NAMES } from './words.js';

const SHOWN = 20;

/** The four steps of a person's data, and each change with its arrivals. */
export function TrackPage({ c, track, own }: { c: Context<Env>; track: Track; own: boolean }) {
  const waiting = track.steps.some(({ upToDate }) => !upToDate);
  const shown = track.changes.slice(0, SHOWN);
  const content = (
    <>
      <h2>{track.steps.length === 3 ? 'Les trois étapes' : 'Les quatre étapes'}</h2>
      <Timeline
        label="Chemin de la donnée"
        precision="millisecond"
        steps={track.steps.map((step) => stage(c, track, step))}
      />
      {track.contactFiles ? <ContactFiles {...track.contactFiles} /> : null}
      {shown.length > 0 ? <h2>Les changements, du plus récent au plus ancien</h2> : null}
      {shown.map((change) => (
        <ChangeCard change={change} />
      ))}
      {track.loads.length > 0 ? <h2>Les fichiers nationaux, du plus récent au plus ancien</h2> : null}
      {track.loads.map((load) => (
        <LoadCard load={load} />
      ))}
    </>
  );
  return (
    <Frame
      c={c}
      title={own ? 'Suivi de mes données' : `Suivi de ${track.idNat}`}
      lead="De l’autorité ou du fichier jusqu’à Pro Santé Connect : ce qui a changé, et quand chaque étape l’a reçu."
    >
      {own ? null : (
        <Alert>
          <p>Les coordonnées sont masquées. Cette consultation est inscrite au journal.</p>
        </Alert>
      )}
      {own ? (
        <Live id="suivi" href="/suivi" everyMs={waiting ? 1000 : 5000}>
          {content}
        </Live>
      ) : (
        content
      )}
    </Frame>
  );
}

function stage(c: Context<Env>, track: Track, { hop, lastAt, upToDate, dueAt, outside }: TrackedStep) {
  const tools = toolsOf(hop, currentUser(c), track.idNat, track.authorities);
  return {
    title: `${track.steps.findIndex((one) => one.hop === hop) + 1}. ${hop}, ${HOP_NAMES[hop]}`,
    state: upToDate ? ('done' as const) : ('waiting' as const),
    at: lastAt,
    body: (
      <>
        {outside ? <p>La population {outside} n’est pas encore dans le périmètre.</p> : null}
        {dueAt ? (
          <p>
            Prochain passage prévu : <Time value={dueAt} />.
          </p>
        ) : null}
        <ButtonRow>
          {tools.map((tool) => (
            <ToolButton tool={tool} idNat={track.idNat} />
          ))}
        </ButtonRow>
      </>
    ),
  };
}

/** What the ordre of nurses last delivered by hand, and when it does again. */
function ContactFiles({ last, next }: NonNullable<Track['contactFiles']>) {
  return (
    <>
      <h2>Fichier de contacts de l’ordre</h2>
      <p>
        Le mail et le mobile viennent de l’ordre des infirmiers par un fichier chargé à la main. Ce qui change
        à l’ordre attend le fichier suivant.
      </p>
      <DescriptionList
        items={[
          {
            term: 'Dernier fichier de contacts ONI',
            value: last
              ? `${formatDate(last.datedOn)} (${last.lines.toLocaleString('fr-FR')} ${last.lines > 1 ? 'lignes' : 'ligne'})`
              : 'Aucun encore',
          },
          {
            term: 'Prochains chargements',
            value: next.length > 0 ? next.map((day) => formatDate(day)).join(', ') : 'Aucun prévu',
          },
        ]}
      />
    </>
  );
}

function ToolButton({ tool, idNat }: { tool: Tool; idNat: string }) {
  if (tool.href === undefined) {
    return (
      <p>
        {tool.label} <span class="muted">({tool.openTo})</span>
      </p>
    );
  }
  if (!tool.post) {
    return (
      <Button kind="secondary" href={tool.href}>
        {tool.label}
      </Button>
    );
  }
  return (
    <Form action={tool.href} hidden={{ idNat }} label={tool.label}>
      <Button kind="secondary">{tool.label}</Button>
    </Form>
  );
}

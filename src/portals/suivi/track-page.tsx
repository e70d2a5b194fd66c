import type { Context } from 'hono';
import { currentUser } from '../../modules/access/index.js';
import { HOPS, type Track, type TrackedStep } from '../../modules/tracking/index.js';
import type { Env } from '../../platform/http/request.js';
import { Alert, Button, ButtonRow, Form, Live, Timeline } from '../../ui/index.js';
import { ChangeCard } from './change-card.js';
import { Frame } from './frame.js';
import { type Tool, toolsOf } from './tools.js';
import { HOP_NAMES } from './words.js';

const SHOWN = 20;

/** The four steps of a person's data, and each change with its arrivals. */
export function TrackPage({ c, track, own }: { c: Context<Env>; track: Track; own: boolean }) {
  const waiting = track.steps.some(({ upToDate }) => !upToDate);
  const shown = track.changes.slice(0, SHOWN);
  const content = (
    <>
      <h2>Les quatre étapes</h2>
      <Timeline
        label="Chemin de la donnée"
        precision="millisecond"
        steps={track.steps.map((step) => stage(c, track, step))}
      />
      <h2>Les changements, du plus récent au plus ancien</h2>
      {shown.map((change) => (
        <ChangeCard change={change} />
      ))}
    </>
  );
  return (
    <Frame
      c={c}
      title={own ? 'Suivi de mes données' : `Suivi de ${track.idNat}`}
      lead="De l’autorité qui inscrit jusqu’à Pro Santé Connect : ce qui a changé, et quand chaque étape l’a reçu."
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

function stage(c: Context<Env>, track: Track, { hop, lastAt, upToDate }: TrackedStep) {
  const tools = toolsOf(hop, currentUser(c), track.idNat, track.authorities);
  return {
    title: `${HOPS.indexOf(hop) + 1}. ${hop}, ${HOP_NAMES[hop]}`,
    state: upToDate ? ('done' as const) : ('waiting' as const),
    at: lastAt,
    body: (
      <ButtonRow>
        {tools.map((tool) => (
          <ToolButton tool={tool} idNat={track.idNat} />
        ))}
      </ButtonRow>
    ),
  };
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

import type { Child } from 'hono/jsx';
import { formatDuration, type Instant, type TimePrecision } from './format.js';
import { Time } from './time.js';

/** Where a step stands. */
export type StepState = 'done' | 'current' | 'waiting' | 'failed';

export type TimelineStep = {
  title: Child;
  state: StepState;
  /** When it happened. */
  at?: Instant | undefined;
  /** Milliseconds since the step before. */
  elapsedMs?: number | undefined;
  body?: Child;
};

const STATE_NAMES: Record<StepState, string> = {
  done: 'Fait',
  current: 'En cours',
  waiting: 'En attente',
  failed: 'En échec',
};

export type TimelineProps = { label: string; steps: readonly TimelineStep[]; precision?: TimePrecision };

/** The steps of a path, dated, with the time between them. Each state is said in words as well as drawn. */
export function Timeline({ label, steps, precision = 'second' }: TimelineProps) {
  return (
    <ol class="timeline" aria-label={label}>
      {steps.map((step) => (
        <li class={`stage stage-${step.state}`} aria-current={step.state === 'current' ? 'step' : undefined}>
          {step.elapsedMs === undefined ? null : (
            <p class="stage-elapsed">
              <span class="visually-hidden">Délai depuis l’étape précédente : </span>
              {formatDuration(step.elapsedMs)}
            </p>
          )}
          <p class="stage-title">{step.title}</p>
          <p class="stage-facts">
            <span class="stage-state">{STATE_NAMES[step.state]}</span>
            {step.at === undefined ? null : <Time value={step.at} precision={precision} />}
          </p>
          {step.body === undefined ? null : <div class="stage-body">{step.body}</div>}
        </li>
      ))}
    </ol>
  );
}

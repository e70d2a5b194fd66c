import type { Context } from 'hono';
import { certificates } from '../../modules/credentials/index.js';
import type { Env } from '../../platform/http/request.js';
import { Alert, Button, type StepState, Timeline } from '../../ui/index.js';
import { Frame } from './frame.js';

const { STEPS, STEP_RULES } = certificates;
const SHOWN: Readonly<Record<certificates.StepState, StepState>> = {
  done: 'done',
  missing: 'current',
  waiting: 'waiting',
};

/** The four steps with their doors; for nobody in particular, none of them is said to be done. */
export function Procedure({ steps }: { steps?: certificates.Administered['steps'] }) {
  const shown = STEPS.map((step, i) => ({
    title: (
      <a href={STEP_RULES[step].door}>
        {i + 1}. {STEP_RULES[step].title}
      </a>
    ),
    state: steps ? SHOWN[steps[step]] : ('waiting' as const),
    ...(steps?.[step] === 'missing' && { body: STEP_RULES[step].missing }),
  }));
  return <Timeline label="Les quatre étapes, dans l’ordre" steps={shown} />;
}

/** Said in place of a page of a structure whose procedure is not at its end: the step that is missing, and its door. */
export function MissingStepPage({ c, one }: { c: Context<Env>; one: certificates.Administered }) {
  const missing = STEPS.find((step) => one.steps[step] === 'missing') ?? 'contract';
  return (
    <Frame c={c} title={`${one.structure.name} : une étape manque`} width="narrow">
      <Alert tone="warning">
        <p>{STEP_RULES[missing].missing}</p>
      </Alert>
      <Procedure steps={one.steps} />
      <Button href={STEP_RULES[missing].door}>Aller à l’étape « {STEP_RULES[missing].title} »</Button>
    </Frame>
  );
}

import type { Context } from 'hono';
import { certificates } from '../../modules/credentials/index.js';
import type { Env } from '../../platform/http/request.js';
import { Alert, Button, type StepState, Steps, Timeline } from '../../ui/index.js';
import { Frame } from './frame.js';

const { STEPS, STEP_RULES } = certificates;
const SHOWN: Readonly<Record<certificates.StepState, StepState>> = {
  done: 'done',
  missing: 'current',
  waiting: 'waiting',
};

const linked = (step: certificates.Step) => <a href={STEP_RULES[step].door}>{STEP_RULES[step].title}</a>;

/** The four steps, in their order, each with its door. */
export const ProcedureSteps = () => <Steps items={STEPS.map(linked)} />;

/** The same, with how far somebody is for a structure. */
function Procedure({ steps }: { steps: certificates.Administered['steps'] }) {
  const shown = STEPS.map((step) => ({
    title: linked(step),
    state: SHOWN[steps[step]],
    ...(steps[step] === 'missing' && { body: STEP_RULES[step].missing }),
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

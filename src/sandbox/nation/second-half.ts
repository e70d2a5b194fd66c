import { type MessagePort, workerData } from 'node:worker_threads';
import { Churn } from './churn.js';
import { openNation } from './nation.js';
import { dayOf, type NationPlan } from './plan.js';
import { publishSecondHalf } from './publication.js';
import { GIVEN_UP, type HalfTold, TOLD } from './two-threads.js';

// The thread that writes the second half of the people of each day, see two-threads.ts.
const { plan, signals, port } = workerData as {
  plan: NationPlan;
  signals: SharedArrayBuffer;
  port: MessagePort;
};
const signal = new Int32Array(signals);

function tell(told: HalfTold): void {
  port.postMessage(told);
  Atomics.add(signal, TOLD, 1);
  Atomics.notify(signal, TOLD);
}

try {
  const nation = openNation(plan.seed, plan.people, plan.structures);
  const churn = new Churn(plan.seed, plan.people, plan.days);
  for (let day = 0; day < plan.days && Atomics.load(signal, GIVEN_UP) === 0; day += 1) {
    if (day > 0) churn.advance(day);
    const to = { folder: plan.folder, at: dayOf(day), files: plan.files };
    tell({ lines: publishSecondHalf({ nation, churn }, to) });
  }
} catch (error) {
  const { code = '', message } = error as NodeJS.ErrnoException;
  tell({ code, message });
}

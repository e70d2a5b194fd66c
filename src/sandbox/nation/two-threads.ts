import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { NationPlan } from './plan.js';
import { hasHalves, type SecondHalf } from './publication.js';

/** People drawn over all days from which a thread gains what its start costs: one alone draws fewer sooner. */
const ENOUGH = 250_000;

/** Milliseconds in which half a nation is written, on any machine. */
const LONGEST = 1_800_000;

/** What the thread tells of each day, in their order: the lines of each file, or what kept it from writing. */
export type HalfTold =
  | { readonly lines: readonly number[] }
  | { readonly code: string; readonly message: string };

/** Places in the memory that both threads see: how many days were told, whether nobody waits any more. */
export const TOLD = 0;
export const GIVEN_UP = 1;

/** The compiled program has it; tests that read the sources draw everybody in one thread. */
const THREAD = new URL('./second-half.js', import.meta.url);

/**
 * Has the second half of the people of each day written by another thread, where that is worth it. In: the plan. Out: who
 * waits for it, undefined when one thread does all. `stop` is to be called at the end, whatever happened.
 */
export function secondHalf(plan: NationPlan): (SecondHalf & { stop(): void }) | undefined {
  const worth = plan.people * plan.days >= ENOUGH && availableParallelism() > 1 && hasHalves(plan.files);
  if (!worth || !existsSync(fileURLToPath(THREAD))) return undefined;
  const signals = new SharedArrayBuffer(8);
  const signal = new Int32Array(signals);
  const { port1, port2 } = new MessageChannel();
  const workerData = { plan, signals, port: port2 };
  const worker = new Worker(THREAD, { workerData, transferList: [port2] });
  worker.unref();
  let days = 0;
  return {
    wait() {
      Atomics.wait(signal, TOLD, days, LONGEST);
      days += 1;
      const told = receiveMessageOnPort(port1)?.message as HalfTold | undefined;
      if (!told) throw new Error('the thread of the second half does not answer');
      if ('lines' in told) return told.lines;
      throw Object.assign(new Error(told.message), { code: told.code });
    },
    stop() {
      Atomics.store(signal, GIVEN_UP, 1);
      port1.close();
    },
  };
}

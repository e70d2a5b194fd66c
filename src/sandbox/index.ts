import type { App } from '../platform/app.js';
import { startDemoServices } from './demo-services/index.js';
import { declareHospital } from './hospital/index.js';
import { loadPopulation } from './population/index.js';

/** Brings the simulated outside world to life: the fictitious population once, the demo services each time. */
export async function openSandbox(app: App): Promise<{ close(): Promise<void> }> {
  await loadPopulation(app);
  await declareHospital(app);
  return startDemoServices(app);
}

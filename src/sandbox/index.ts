import type { App } from '../platform/app.js';
import { startDemoServices } from './demo-services/index.js';
import { declareHospital } from './hospital/index.js';
import { scriptPlayer } from './phone-scripts/player.js';
import { loadPopulation } from './population/index.js';
import { openMailOperator } from './sectoral/mail.js';

/** Brings the simulated outside world to life: the fictitious population once, the demo services each time. */
export async function openSandbox(app: App): Promise<{ close(): Promise<void> }> {
  await loadPopulation(app);
  await declareHospital(app);
  await openMailOperator(app.ctx);
  const services = await startDemoServices(app);
  const player = scriptPlayer(app);
  await player.resume();
  return {
    async close() {
      await player.close();
      await services.close();
    },
  };
}

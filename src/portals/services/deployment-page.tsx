import type { Context } from 'hono';
import { ecps } from '../../modules/credentials/index.js';
import { activity, catalogueSize } from '../../modules/identity-provider/index.js';
import type { Env } from '../../platform/http/request.js';
import { Bars } from '../../ui/index.js';
import { askedActivity } from './activity/asked.js';
import { ByMeans, ByPeriod, exactly, toTheNearestFive } from './activity/charts.js';
import { Frame } from './frame.js';

/** How far Pro Santé Connect has come: services, active e-CPS, sign-ins by month and by means. Open to everybody. */
export async function deploymentPage(c: Context<Env>) {
  const ctx = c.get('ctx');
  const [size, active] = [await catalogueSize(ctx), await ecps.activeCount(ctx)];
  const counted = await activity(ctx, askedActivity('mois'));
  return c.html(
    <Frame
      c={c}
      current="/deploiement"
      title="Déploiement"
      lead="Où en est Pro Santé Connect : services raccordés, e-CPS actives, connexions."
    >
      <Bars
        caption="Aujourd’hui"
        heads={['Ce qui est compté', 'Nombre']}
        bars={[
          exactly('Services raccordés', size.connected),
          exactly('Services en projet', size.projects),
          toTheNearestFive('e-CPS actives', active),
        ]}
      />
      <h2>Sur douze mois</h2>
      <ByPeriod counted={counted} tell={toTheNearestFive} name="mois" />
      <ByMeans counted={counted} tell={toTheNearestFive} />
      <p>
        Les e-CPS et les connexions sont données au multiple de cinq le plus proche ; un nombre plus petit que
        cinq n’est pas donné.
      </p>
    </Frame>,
  );
}

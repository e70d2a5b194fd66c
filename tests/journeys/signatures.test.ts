import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openSession } from '../../src/modules/access/index.js';
import { signingKeys } from '../../src/modules/identity-provider/oidc/keys.js';
import { personas } from '../identity-provider/personas.js';
import { newService, publish, world } from '../identity-provider/world.js';
import { judge, openBrowser } from '../support/browser.js';

it('the operator publishes the next key and has changes sent again, in a browser', async () => {
  const w = await world(['/exploitation']);
  await signingKeys(w.ctx);
  await publish(w, personas.nurse as (typeof personas)[string]);
  const options = { events: { delivery: 'push' as const, endpoint: 'https://service.example/evenements' } };
  const service = await newService(w, { name: 'Messagerie lente', options });
  await sql`insert into identity_provider.change_notices (client_id, account_id, kind, cause, subject, happened_at,
      attempts, failure) select ${service.clientId}, account_id, 'record-updated', 'x', 's', now(), 3, 'HTTP 503'
    from identity_provider.people`.execute(w.ctx.db);
  const browser = await openBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
    const { token } = await openSession(w.ctx, { role: 'operator' });
    await context.addCookies([{ name: 'esculape_session', value: token, url: w.origin }]);
    const page = await context.newPage();
    await page.goto(`${w.origin}/exploitation/signatures`);
    await judge(page, 'signatures');
    await page.getByRole('button', { name: 'Changer de clé avant son jour' }).click();
    await page.getByText('Dites pourquoi, pour le journal.').first().waitFor();
    await judge(page, 'signatures-motif');
    await page.getByLabel('Motif').fill('Essai du changement');
    await page.getByRole('button', { name: 'Changer de clé avant son jour' }).click();
    await page.getByText('Elle signera dans deux heures').waitFor();
    await page.getByRole('button', { name: 'Renvoyer à Messagerie lente' }).click();
    await page.getByText('repartent dans la minute').waitFor();
    expect(await page.textContent('main')).toContain('HTTP 503');
  } finally {
    await browser.close();
    await w.close();
  }
});

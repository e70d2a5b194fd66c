import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ecps } from '../../src/modules/credentials/index.js';
import { type PhoneApp, publish, startPhoneApp } from '../credentials/phone-app.js';
import { lastSecrets, PERSON, PIN } from '../credentials/world.js';
import { judge, openBrowser } from '../support/browser.js';

const ENDPOINT = 'http://127.0.0.1:9/push/of-this-phone';
const DAY = 86_400_000;

let app: PhoneApp;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let cdp: CDPSession;

beforeAll(async () => {
  app = await startPhoneApp();
  await publish(app);
  browser = await openBrowser();
});
beforeEach(async () => {
  await app.app.clock.set(new Date());
  await context?.close();
  context = await browser.newContext({ viewport: { width: 320, height: 700 }, hasTouch: true });
  page = await context.newPage();
  cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

async function activate(): Promise<void> {
  await ecps.startActivation(app.ctx, { ...PERSON, origin: app.origin });
  await page.goto(`${app.origin}/e-cps#a=${lastSecrets(app).link}`);
  await page.getByRole('button', { name: 'Activer sur cet appareil' }).click();
  await page.getByLabel('Code reçu par SMS').fill(lastSecrets(app).sms);
  await page.getByLabel('Choisissez votre code personnel').fill(PIN);
  await page.getByLabel('Votre code personnel, encore une fois').fill(PIN);
  await page.getByRole('button', { name: 'Activer mon e-CPS' }).click();
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.getByText('Prête : vos demandes').waitFor();
}

const ask = () =>
  ecps.requestApproval(app.ctx, {
    ...{ idNat: PERSON.idNat, service: 'Dossier de soins', clientId: 'demo-1' },
    ...{ place: 'Firefox, Linux', origin: app.origin },
  });

it('can be installed: a manifest with icons of every use, a worker, and a page for no network', async () => {
  await page.goto(`${app.origin}/e-cps`);
  const href = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = (await (await fetch(app.origin + href)).json()) as Manifest;
  expect(manifest).toMatchObject({ display: 'standalone', start_url: '/e-cps', lang: 'fr' });
  const touch = await page.locator('link[rel=apple-touch-icon]').getAttribute('href');
  const icons = [...manifest.icons, { src: touch ?? '', sizes: '180x180', purpose: 'any' }];
  expect(icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual([
    ...['any any', '192x192 any', '512x512 any', '512x512 maskable', '180x180 any'],
  ]);
  for (const { src, sizes } of icons.slice(1)) {
    const picture = Buffer.from(await (await fetch(app.origin + src)).arrayBuffer());
    // Width and height, in the first chunk of a PNG.
    expect([src, `${picture.readUInt32BE(16)}x${picture.readUInt32BE(20)}`]).toEqual([src, sizes]);
  }
  const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);
});

interface Manifest {
  readonly icons: readonly { readonly src: string; readonly sizes: string; readonly purpose: string }[];
}

it('tells what it has done since when, on a small screen too', async () => {
  await page.goto(`${app.origin}/e-cps/nouveautes`);
  await page.getByText('Mi-2019').waitFor();
  await judge(page, 'e-cps-nouveautes');
});

it('keeps its shell and nothing about anybody, in the browser’s caches', async () => {
  await activate();
  await page.evaluate('navigator.serviceWorker.ready');
  await page.reload();
  await page.getByText('Prête : vos demandes').waitFor();
  const kept = (await page.evaluate(`(async () => {
    const all = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys())
        all.push([new URL(request.url).pathname, await (await cache.match(request)).text()]);
    }
    return all;
  })()`)) as [string, string][];
  const paths = kept.map(([path]) => path);
  expect(paths).toContain('/e-cps/hors-ligne');
  expect(paths).toContain('/e-cps/phone.js');
  expect(
    paths.filter((path) => !/^\/(e-cps\/(hors-ligne|[\w-]+\.(js|svg|png))|assets\/)/.test(path)),
  ).toEqual([]);
  for (const secret of [PERSON.idNat, 'Moreau', 'Camille', '•'])
    expect(kept.filter(([, text]) => text.includes(secret)).map(([path]) => path)).toEqual([]);
  await context.setOffline(true);
  await page.goto(`${app.origin}/e-cps`);
  await page.getByRole('heading', { name: 'Hors ligne' }).waitFor();
  await context.setOffline(false);
});

it('is woken by a push that says neither who nor where, when its holder wants it', async () => {
  await context.grantPermissions(['notifications'], { origin: app.origin });
  // No push service is reached from a test: the browser's own subscription is played.
  await page.addInitScript(
    `PushManager.prototype.subscribe = async () => ({ endpoint: ${JSON.stringify(ENDPOINT)} });`,
  );
  await activate();
  await page.getByRole('button', { name: 'Me prévenir des connexions' }).click();
  await page.getByText('Ce téléphone est prévenu').waitFor();
  await judge(page, 'e-cps-prevenu-320');
  const [device] = (await ecps.meansOf(app.ctx, [PERSON.idNat])).values();
  expect(await ecps.isSubscribed(app.ctx, device?.id ?? '')).toBe(true);
  const registration = new Promise<string>((resolve) => {
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const found = registrations.find((one) => !one.isDeleted && one.scopeURL === `${app.origin}/e-cps`);
      if (found) resolve(found.registrationId);
    });
  });
  await cdp.send('ServiceWorker.enable');
  const registrationId = await registration;
  const pushed = async () => {
    await cdp.send('ServiceWorker.deliverPushMessage', { origin: app.origin, registrationId, data: '' });
    return page.evaluate(`navigator.serviceWorker.ready.then((worker) => worker.getNotifications())
      .then((all) => all.map(({ title, body }) => title + ' ' + body))`);
  };
  // The worker wakes when the machine lets it; another push takes the place of the former notice.
  await expect
    .poll(pushed, { interval: 500 })
    .toEqual(['Une connexion attend votre accord Ouvrez votre e-CPS pour répondre. Rien demandé ? Refusez.']);
  await page.getByRole('button', { name: 'Ne plus me prévenir' }).click();
  await page.getByRole('button', { name: 'Me prévenir des connexions' }).waitFor();
  expect(await ecps.isSubscribed(app.ctx, device?.id ?? '')).toBe(false);
});

it('says so when notices are refused, and goes on without', async () => {
  await page.addInitScript(`Notification.requestPermission = async () => 'denied';`);
  await activate();
  await page.getByRole('button', { name: 'Me prévenir des connexions' }).click();
  await page.getByText('Les notifications sont refusées').waitFor();
  await judge(page, 'e-cps-notifications-refusees-320');
});

it('takes finger or face for the code, once it is bound with the code, and the code again after', async () => {
  await activate();
  const bind = page.getByRole('form', { name: 'Empreinte ou visage' });
  await bind.getByLabel('Votre code personnel').fill('9999');
  await bind.getByRole('button').click();
  await page.getByText('Il vous reste 2 essais').waitFor();
  await bind.getByLabel('Votre code personnel').fill(PIN);
  await bind.getByRole('button').click();
  await page.getByText('remplace le code').waitFor();
  await judge(page, 'e-cps-empreinte-320');
  const first = await ask();
  await page.getByRole('button', { name: String(first.number), exact: true }).click();
  await judge(page, 'e-cps-code-ou-empreinte-320');
  await page.getByRole('button', { name: 'Empreinte ou visage' }).click();
  await page.getByRole('heading', { name: 'Connexion approuvée' }).waitFor();
  expect((await ecps.collectApproval(app.ctx, first.id))?.approvedBy).toBe(PERSON.idNat);
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.getByRole('button', { name: 'Revenir au code seul' }).click();
  await page.getByText('Rien n’en sort de ce téléphone').waitFor();
  const second = await ask();
  await page.getByRole('button', { name: String(second.number), exact: true }).click();
  expect(await page.getByRole('button', { name: 'Empreinte ou visage' }).isVisible()).toBe(false);
  await page.getByLabel('Code à quatre chiffres').fill(PIN);
  await page.getByRole('button', { name: 'Approuver la connexion' }).click();
  await page.getByRole('heading', { name: 'Connexion approuvée' }).waitFor();
});

it('renews itself in its last sixty days, by the SMS and the code, and shows the new end', async () => {
  await activate();
  expect(await page.getByRole('button', { name: 'Renouveler mon e-CPS' }).isVisible()).toBe(false);
  const [held] = (await ecps.meansOf(app.ctx, [PERSON.idNat])).values();
  await app.app.clock.set(new Date((held?.expiresAt.getTime() ?? 0) - 20 * DAY));
  await page.reload();
  await page.getByRole('button', { name: 'Renouveler mon e-CPS' }).click();
  await page.getByRole('heading', { name: 'Renouveler mon e-CPS' }).waitFor();
  await judge(page, 'e-cps-renouvellement-320');
  const end = page.getByRole('form', { name: 'Fin du renouvellement' });
  const sms = /\b\d{6}\b/.exec(app.texts.at(-1)?.text ?? '')?.[0] ?? '';
  await end.getByLabel('Code du SMS').fill(sms === '111111' ? '222222' : '111111');
  await end.getByLabel('Votre code personnel').fill(PIN);
  await end.getByRole('button', { name: 'Renouveler' }).click();
  await page.getByText('Ce code n’est pas celui du SMS').waitFor();
  await end.getByLabel('Code du SMS').fill(sms);
  await end.getByRole('button', { name: 'Renouveler' }).click();
  await page.getByRole('heading', { name: 'Votre e-CPS est renouvelée' }).waitFor();
  await page.getByRole('button', { name: 'Continuer' }).click();
  await page.getByText('Prête : vos demandes').waitFor();
  expect(await page.getByRole('button', { name: 'Renouveler mon e-CPS' }).isVisible()).toBe(false);
});

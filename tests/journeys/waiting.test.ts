import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Phone } from '../identity-provider/world.js';
import { doctor, useCareRecord } from './care-record.js';

let browser: Browser;
let phone: Phone;
let start: string;

useCareRecord([], (made) => {
  ({ phone, browser, start } = made);
});

async function goOnFrom(page: Page): Promise<void> {
  await page.goto(start);
  await page.getByLabel('Identifiant national').fill(doctor.idNat);
  await page.getByRole('button', { name: 'Se connecter avec e-CPS' }).click();
  await page.waitForURL(/attente$/);
}

it('a page whose line a proxy cuts asks again where it stands, waits again, and goes on once the phone approved', async () => {
  const page = await browser.newPage();
  let lines = 0;
  page.on('websocket', () => {
    lines += 1;
  });
  await page.addInitScript(() => {
    const Real = WebSocket;
    class Cut extends Real {
      constructor(address: string | URL) {
        super(address);
        if (sessionStorage.getItem('cut')) return;
        sessionStorage.setItem('cut', 'yes');
        this.addEventListener('open', () => this.close());
      }
    }
    Object.assign(globalThis, { WebSocket: Cut });
  });
  await goOnFrom(page);
  await expect.poll(() => lines).toBe(2);
  await phone.answer('approve');
  await page.waitForURL(/retour\?code=/);
  await page.close();
});

it('a page that gets no WebSocket waits by events, and goes on once the phone approved', async () => {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    // As a proxy does that passes no upgrade: the line closes and was never open.
    class Closed extends EventTarget {
      constructor() {
        super();
        setTimeout(() => this.dispatchEvent(new Event('close')));
      }
    }
    Object.assign(globalThis, { WebSocket: Closed });
  });
  const events = page.waitForResponse(/evenements$/);
  await goOnFrom(page);
  expect((await events).headers()['content-type']).toBe('text/event-stream');
  await phone.answer('approve');
  await page.waitForURL(/retour\?code=/);
  await page.close();
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpBrowser } from '../../src/sandbox/kit/http-browser.js';
import { doctor, type Registered, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';

const PAGE = '/ordres/cnom/coordonnees';

describe('signing in to the portals with Pro Santé Connect', () => {
  let running: TestApp;
  let story: Story;
  let registered: Registered;
  let phone: { id: string };

  beforeAll(async () => {
    running = await startTestApp();
    story = new Story(running.origin);
    registered = await story.register('CNOM', doctor());
    await running.settle();
    phone = await story.phone(registered.idNat);
  });
  afterAll(() => running.stop());

  const at = (browser: HttpBrowser) => new URL(browser.url).pathname;
  /** Goes through the sign-in page, and follows the waiting page until it leads back to the portals. */
  const signIn = async (browser: HttpBrowser, stop?: (url: string) => boolean) => {
    await browser.go(`${running.origin}/connexion/psc?retour=${PAGE}`);
    await browser.submit({ idNat: registered.idNat }, '');
    await story.answer(phone.id);
    const there = (url: string) => at({ url } as HttpBrowser) === PAGE || (stop?.(url) ?? false);
    for (let turn = 0; turn < 20 && !there(browser.url); turn += 1) await browser.go(browser.url, stop);
  };

  it('leads back to the page that was asked for, as the person, and ends both sessions at sign-out', async () => {
    const browser = new HttpBrowser();
    await browser.go(`${running.origin}${PAGE}`);
    expect([at(browser), browser.body.includes(`/connexion/psc?retour=${encodeURIComponent(PAGE)}`)]).toEqual(
      ['/ordres/cnom', true],
    );
    await signIn(browser);
    expect([at(browser), browser.status]).toEqual([PAGE, 200]);
    expect(browser.body).toContain('Professionnel de santé');

    await browser.submit({}, '/connexion/fin');
    expect(browser.body).toContain('Votre session est fermée');
    await browser.go(`${running.origin}${PAGE}`);
    expect(at(browser)).toBe('/ordres/cnom');
    // Had Pro Santé Connect kept its session, this would come straight back signed in.
    await browser.go(`${running.origin}/connexion/psc?retour=${PAGE}`);
    expect(at(browser)).not.toBe(PAGE);
  });

  it('refuses an answer in a browser that asked for nothing, one with another state, and one used twice', async () => {
    const browser = new HttpBrowser();
    const atReturn = (url: string) => url.includes('/connexion/retour?');
    await signIn(browser, atReturn);
    const back = browser.url;
    expect(atReturn(back)).toBe(true);
    const statusOf = async (url: string, other: HttpBrowser) => (await other.go(url)).status;
    expect(await statusOf(back, new HttpBrowser())).toBe(403);
    // The code is not spent: nothing was asked of the provider.
    await browser.go(back);
    expect([at(browser), browser.status]).toEqual([PAGE, 200]);
    expect(await statusOf(back, browser)).toBe(403);

    const twice = new HttpBrowser();
    await twice.go(`${running.origin}/connexion/psc?retour=${PAGE}`);
    expect(await statusOf(back, twice)).toBe(403);
    expect(twice.body).not.toMatch(/at .*\.js:|Error:/);
    await twice.go(`${running.origin}${PAGE}`);
    expect(at(twice)).toBe('/ordres/cnom');
  });

  it('never leads to another site', async () => {
    const page = await story.page('/connexion?retour=https://mechant.example/');
    expect(page).not.toContain('mechant.example');
  });
});

import { afterAll, beforeAll, expect } from 'vitest';
import type { SandboxCard } from '../../src/sandbox/cards.js';
import { doctor, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Browser } from './browser.js';
import { CardReader } from './card-reader.js';

export const BACK = 'http://localhost:1/retour';

export interface CardHolder {
  readonly idNat: string;
  readonly card: Pick<SandboxCard, 'number' | 'pin' | 'puk'>;
  readonly reader: CardReader;
}

/** The whole program, people with cards, and a service that they sign in to. */
export class CardWorld {
  private constructor(
    readonly t: TestApp,
    readonly story: Story,
    /** Authorities that a browser trusts. */
    readonly ca: string,
    readonly client: { clientId: string; clientSecret: string },
  ) {}

  static async open(): Promise<CardWorld> {
    const t = await startTestApp();
    const story = new Story(t.origin);
    const ca = await (await fetch(`${t.origin}/igc/chaine.pem`)).text();
    return new CardWorld(t, story, ca, await story.client(BACK));
  }

  stop(): Promise<void> {
    return this.t.stop();
  }

  /** Somebody registered and published. Out: the identifier. */
  async person(): Promise<string> {
    const { idNat } = await this.story.register('CNOM', doctor());
    await this.t.settle();
    return idNat;
  }

  async order(idNat: string, type?: string): Promise<{ status: number; card: SandboxCard }> {
    const answer = await fetch(`${this.t.origin}/sandbox/api/cards`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ idNat, ...(type && { type }) }),
    });
    return { status: answer.status, card: (await answer.json()) as SandboxCard };
  }

  reader(card: SandboxCard): CardReader {
    return new CardReader(this.ca, { pfx: Buffer.from(card.pkcs12, 'base64'), passphrase: card.password });
  }

  async withCard(): Promise<CardHolder> {
    const idNat = await this.person();
    const { card } = await this.order(idNat);
    return { idNat, card, reader: this.reader(card) };
  }

  /** A browser on the «Carte» tab, and where the tab leads. */
  async onCardTab(client: { readonly clientId: string } = this.client, back = BACK) {
    const browser = new Browser(this.t.origin);
    const asked = new URLSearchParams({
      ...{ response_type: 'code', client_id: client.clientId, redirect_uri: back, scope: 'openid scope_all' },
      ...{ acr_values: 'eidas1', state: 'etat', nonce: 'nonce' },
    });
    const { url, answer } = await browser.follow(
      `${this.story.issuer}/protocol/openid-connect/auth?${asked}`,
    );
    expect(await answer.text()).toContain(`href="${url.pathname}/carte"`);
    const tab = await browser.go(`${url.href}/carte`);
    const href = /href="(https:[^"]+\/carte\/[^"]+)"/.exec(await tab.text())?.[1] ?? '';
    expect(href.startsWith(this.t.app.config.cardOrigin)).toBe(true);
    return { browser, href, page: url.href };
  }

  async tokensOf(back: URL) {
    return this.story.redeem(this.client, BACK, back.searchParams);
  }

  async userinfoOf(back: URL) {
    return this.story.userinfo((await this.tokensOf(back)).access_token ?? '');
  }

  /** Signs in with a card. Out: the address of the service to which the browser goes back. */
  async byCard(holder: Pick<CardHolder, 'card' | 'reader'>): Promise<URL> {
    const { browser, href } = await this.onCardTab();
    const proved = await holder.reader.post(href, { pin: holder.card.pin });
    return (await browser.follow(proved.location)).url;
  }
}

/** Another code of four digits. */
export const otherPin = (pin: string): string => (pin === '1590' ? '1591' : '1590');

/** For a test file: a card world; `then` runs before the tests with it. */
export function useCardWorld(then: (w: CardWorld) => void): void {
  let w: CardWorld;
  beforeAll(async () => {
    w = await CardWorld.open();
    then(w);
  });
  afterAll(() => w.stop());
}

import { openSession } from '../../src/modules/access/index.js';
import { cards } from '../../src/modules/credentials/index.js';
import { HttpBrowser } from '../../src/sandbox/kit/http-browser.js';
import type { CardsWorld } from '../credentials/cards-world.js';

/** A browser in which that person is signed in to the portals. */
export async function browserOf(w: CardsWorld, idNat: string): Promise<HttpBrowser> {
  const browser = new HttpBrowser();
  browser.setCookie(w.origin, 'esculape_session', (await openSession(w.app.ctx, { idNat })).token);
  return browser;
}

/** The text of a page, without its marks. */
export const textOf = ({ body }: HttpBrowser): string =>
  body
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;|’/g, '’')
    .replace(/\s+/g, ' ');

/** Whether the letters of a person's newest card make a card that proves who holds it. */
export async function opens(w: CardsWorld, idNat: string): Promise<boolean> {
  const { ctx } = w.app;
  const [card] = await cards.cardsOf(ctx, { holder: idNat });
  const letter = (await cards.letters(ctx, idNat)).find(
    ({ kind, cardNumber }) => kind === 'codes' && cardNumber === card?.number,
  );
  if (!card || !letter) return false;
  const { pin = '' } = (await cards.letterOf(ctx, letter.id)).content;
  const proof = await cards.proveHolder(ctx, { number: card.number, pin, purpose: 'essai' });
  return proof.length > 20;
}

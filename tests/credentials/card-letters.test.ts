import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cards } from '../../src/modules/credentials/index.js';
import { ADDRESS, type CardsWorld, cardsWorld, DELIVERED, somebody } from './cards-world.js';
import { refusalOf } from './world.js';

let w: CardsWorld;

beforeAll(async () => {
  w = await cardsWorld();
});
afterAll(() => w.stop());

const ctx = () => w.app.ctx;

/** The words of a file that is not compressed: each run of text is written in hexadecimal. */
function wordsOf(pdf: Buffer): string {
  const runs = [...pdf.toString('latin1').matchAll(/\[([^\]]*)\] TJ/g)];
  return runs
    .map(([, run = '']) => [...run.matchAll(/<([0-9a-f]+)>/g)].map(([, hex = '']) => hex).join(''))
    .map((hex) => Buffer.from(hex, 'hex').toString('latin1'))
    .join('\n');
}

async function sentCard(record = somebody(), authority = 'CNOM') {
  const { idNat } = await w.register(authority, record);
  await w.advance(DELIVERED);
  const sent = await cards.letters(ctx(), idNat);
  const of = (kind: string) => sent.find((letter) => letter.kind === kind);
  return { idNat, sent, card: of('card'), codes: of('codes') };
}

describe('the letters of a card', () => {
  it('S3-58 are two, both to the address that the ordre knows and to no other, the codes apart from the card', async () => {
    const { sent, card, codes } = await sentCard();
    expect(sent.map(({ kind }) => kind).sort()).toEqual(['card', 'codes']);
    const lines = ['7 Rue DES LETTRES', '76000 Rouen'];
    expect([card?.to.slice(1), codes?.to.slice(1)]).toEqual([lines, lines]);
    expect((codes?.sentAt.getTime() ?? 0) - (card?.sentAt.getTime() ?? 0)).toBeGreaterThan(12 * 3_600_000);
    const [one, other] = [
      (await cards.letterOf(ctx(), card?.id ?? '')).content,
      (await cards.letterOf(ctx(), codes?.id ?? '')).content,
    ];
    expect(Object.keys(one).sort()).toEqual(['password', 'pkcs12', 'signature']);
    expect(Object.keys(other).sort()).toEqual(['pin', 'puk']);
    const [front, secret] = [
      wordsOf(await cards.printLetter(ctx(), card?.id ?? '')),
      wordsOf(await cards.printLetter(ctx(), codes?.id ?? '')),
    ];
    for (const text of [front, secret]) {
      expect(text).toContain('7 Rue DES LETTRES');
      // The practice of the doctor is another address, which the ordre knows too.
      expect(text).not.toContain('DES ESSAIS');
    }
    expect(front).toContain(card?.cardNumber);
    expect(front).not.toContain(other.pin);
    expect(secret).toContain(other.puk);
    expect(secret).not.toContain(card?.cardNumber);
  });

  it('give a card that opens with its code, and is of its holder from then on', async () => {
    const { idNat, card, codes } = await sentCard();
    const { content } = await cards.letterOf(ctx(), codes?.id ?? '');
    const number = card?.cardNumber ?? '';
    expect((await cards.usableCards(ctx(), [idNat])).size).toBe(0);
    await cards.proveHolder(ctx(), { number, pin: content.pin ?? '', purpose: 'essai' });
    expect((await cards.usableCards(ctx(), [idNat])).get(idNat)?.map((one) => one.number)).toEqual([number]);
    expect((await cards.heldCard(ctx(), number)).activatedAt).toBeInstanceOf(Date);
  });

  it('cancel a card that nobody used when one of them comes back, once; a card in use stays', async () => {
    const first = await sentCard();
    await cards.returnLetter(ctx(), first.codes?.id ?? '');
    expect((await cards.heldCard(ctx(), first.card?.cardNumber ?? '')).standing).toBe('returned');
    const again = cards.returnLetter(ctx(), first.codes?.id ?? '');
    expect(await refusalOf(again)).toBe(cards.errors.unknownLetter().code);
    const second = await sentCard();
    const { content } = await cards.letterOf(ctx(), second.codes?.id ?? '');
    const number = second.card?.cardNumber ?? '';
    await cards.proveHolder(ctx(), { number, pin: content.pin ?? '', purpose: 'essai' });
    await cards.returnLetter(ctx(), second.card?.id ?? '');
    expect((await cards.heldCard(ctx(), number)).standing).toBe('active');
  });

  it('are handed to the printer once, and what they hold is erased then, not before', async () => {
    const { idNat, card } = await sentCard();
    const broken = cards.handOverLetters(ctx(), () => Promise.reject(new Error('imprimante')));
    await expect(broken).rejects.toThrow('imprimante');
    expect((await cards.letters(ctx(), idNat)).every(({ readable }) => readable)).toBe(true);
    const printed: string[] = [];
    const hand = () =>
      cards.handOverLetters(ctx(), async ({ letter, pdf }) => {
        if (letter.idNat === idNat) printed.push(`${letter.kind} ${pdf.subarray(0, 4)}`);
      });
    await Promise.all([hand(), hand()]);
    expect(printed.sort()).toEqual(['card %PDF', 'codes %PDF']);
    expect(await hand()).toBe(0);
    expect((await cards.letters(ctx(), idNat)).some(({ readable }) => readable)).toBe(false);
    expect(await refusalOf(cards.letterOf(ctx(), card?.id ?? ''))).toBe(cards.errors.unknownLetter().code);
  });

  it('are read in the sandbox, on a page and by a program', async () => {
    const { idNat, codes } = await sentCard(somebody({ address: ADDRESS }));
    const list = await (await fetch(`${w.origin}/sandbox/api/letters?idNat=${idNat}`)).json();
    expect(list).toMatchObject([{ kind: 'codes', pin: expect.stringMatching(/^\d{4}$/) }, { kind: 'card' }]);
    const page = await w.story.page(`/sandbox/courrier?idNat=${idNat}`);
    expect(page).toContain('7 Rue DES LETTRES');
    expect(page).not.toContain((list as { pin: string }[])[0]?.pin);
    const letter = await w.story.page(`/sandbox/courrier/${codes?.id}`);
    expect(letter).toContain((list as { pin: string }[])[0]?.pin);
    const pdf = await fetch(`${w.origin}/sandbox/courrier/${codes?.id}/lettre.pdf`);
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  });
});

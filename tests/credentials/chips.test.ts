import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cards } from '../../src/modules/credentials/index.js';
import { moveClock } from '../../src/sandbox/api/clock.js';
import { createCard } from '../../src/sandbox/cards.js';
import { type CardsWorld, cardsWorld, somebody } from './cards-world.js';
import { hasOpenssl, openssl, workshop } from './openssl.js';
import { refusalOf } from './world.js';

const FREE = [
  ...['CPS_DATA', 'CPS_ID_CARD', 'CPS_NAME_PS', 'CPS_LANG_PS', 'CPS_INFO_PS', 'EF_ACTUA'],
  ...['ATR', 'ID', 'ICC', 'NAME', 'LANG', 'PSINFO', 'DIRAMO'].map((label) => `CPS2TER_${label}`),
];
const BEHIND = ['CPS_ACTIVITY_01_PS', 'CPS_SIT_FACT', 'CPS2TER_ACTIVITY_01_PS'];
const shop = workshop();
let w: CardsWorld;

beforeAll(async () => {
  w = await cardsWorld();
});
afterAll(async () => {
  await w.stop();
  shop.clean();
});

const ctx = () => w.app.ctx;
const labels = (objects: readonly cards.ChipObject[]) => objects.map(({ label }) => label);

async function doctorWithCard() {
  const registered = await w.register('CNOM', somebody());
  return { ...registered, card: await createCard(ctx(), { idNat: registered.idNat }) };
}

describe('a chip', () => {
  it('shows its free objects to any reader, and the situations of exercise with the code only', async () => {
    const { card, idNat } = await doctorWithCard();
    const { number, pin } = card;
    const free = await cards.readChip(ctx(), { number });
    expect(labels(free)).toEqual(FREE);
    const all = await cards.readChip(ctx(), { number, pin });
    expect(labels(all).sort()).toEqual([...FREE, ...BEHIND].sort());
    const text = (label: string) =>
      cards.derText(all.find((one) => one.label === label)?.der ?? Buffer.alloc(0));
    expect(text('CPS_ID_CARD')).toEqual(
      expect.arrayContaining(['8025000001', number, 'CPS', 'ChipDoc', '4.0']),
    );
    expect(text('CPS_NAME_PS')[0]).toBe(idNat);
    expect(text('CPS_INFO_PS')).toEqual(['10', 'Médecin', 'C', '00', 'S:SM54']);
    expect(text('CPS_ACTIVITY_01_PS')).toEqual(expect.arrayContaining(['L', 'SA07', 'Cabinet Exemple']));
    expect(text('CPS2TER_NAME')).toEqual(text('CPS_NAME_PS'));
    expect(text('CPS2TER_ID')).toEqual([number, 'CPS']);
    expect(text('CPS2TER_ACTIVITY_01_PS')).toEqual(text('CPS_ACTIVITY_01_PS'));
    const wrong = pin === '1590' ? '1591' : '1590';
    expect(await refusalOf(cards.readChip(ctx(), { number, pin: wrong }))).toBe(
      cards.errors.wrongCode(2).code,
    );
    expect(await refusalOf(cards.readChip(ctx(), { number: '9999999999' }))).toBe(
      cards.errors.unknownCard().code,
    );
  });

  it('of the two generations before CPS4 has no object under the former labels', async () => {
    const { idNat } = await w.register('CNOM', somebody());
    const now = w.app.clock.now();
    await moveClock(w.app, new Date('2024-06-03T10:00:00Z'));
    const { number, pin } = await createCard(ctx(), { idNat });
    expect((await cards.heldCard(ctx(), number)).generation).toBe('CPS3.3');
    const found = labels(await cards.readChip(ctx(), { number, pin }));
    await moveClock(w.app, now);
    expect(found).toContain('CPS_SIT_FACT');
    expect(found.filter((label) => label.startsWith('CPS2TER'))).toEqual([]);
  });

  it('keeps what any application writes in CPS_DATA, and nothing anywhere else', async () => {
    const { card } = await doctorWithCard();
    const { number, pin } = card;
    const all = await cards.readChip(ctx(), { number, pin });
    expect(labels(all.filter(({ writable }) => writable))).toEqual(['CPS_DATA']);
    const put = (of: string, data: string) =>
      fetch(`${w.origin}/sandbox/api/cards/${of}/data`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ data }),
      });
    const text = Buffer.from('ce que laisse une application');
    expect((await put(number, text.toString('base64'))).status).toBe(200);
    const after = await cards.readChip(ctx(), { number, pin });
    const data = after.find(({ label }) => label === 'CPS_DATA')?.der ?? Buffer.alloc(0);
    expect(data.subarray(2)).toEqual(text);
    expect(after.filter(({ writable }) => !writable)).toEqual(all.filter(({ writable }) => !writable));
    expect((await put(number, Buffer.alloc(1025).toString('base64'))).status).toBe(422);
    expect((await put('9999999999', 'AAAA')).status).toBe(404);
    expect(labels(await cards.readChip(ctx(), { number }))).toEqual(FREE);
  });

  it.skipIf(!hasOpenssl)('is DER that OpenSSL reads, object by object', async () => {
    const { card } = await doctorWithCard();
    const { number, pin } = card;
    for (const { label, der } of await cards.readChip(ctx(), { number, pin })) {
      const read = await openssl('asn1parse', '-inform', 'DER', '-in', shop.file(der));
      expect([label, read]).toEqual([
        label,
        expect.stringContaining(['CPS_DATA', 'CPS2TER_ATR'].includes(label) ? 'OCTET' : 'SEQUENCE'),
      ]);
      if (label === 'CPS_NAME_PS') expect(read).toContain('UTF8STRING');
    }
  });

  it.skipIf(!hasOpenssl)(
    'holds two certificates: one to sign in, one to sign documents, each for that only',
    async () => {
      const { card } = await doctorWithCard();
      const text = async (file: string) => {
        const path = shop.file(Buffer.from(file, 'base64'));
        const pem = await openssl(
          'pkcs12',
          '-in',
          path,
          '-passin',
          `pass:${card.password}`,
          '-nodes',
          '-clcerts',
        );
        return openssl('x509', '-in', shop.file(pem), '-noout', '-text');
      };
      const [auth, sign] = [await text(card.pkcs12), await text(card.signature)];
      expect(auth).toContain('TLS Web Client Authentication');
      expect(auth).not.toContain('Non Repudiation');
      expect(sign).toContain('Non Repudiation');
      expect(sign).toContain('E-mail Protection');
      expect(sign).not.toContain('TLS Web Client Authentication');
    },
  );

  it('is brought up to date without another card, and says since when', async () => {
    const { rpps, etag, idNat, card, exercises } = await doctorWithCard();
    const { number } = card;
    expect(await cards.updateChip(ctx(), number)).toBe(false);
    await w.advance(1);
    const [exercise] = exercises as { skills: unknown[] }[];
    const skills = [...(exercise?.skills ?? []), { type: 'S', code: 'SM26' }];
    await w.story.patch('CNOM', rpps, etag, { exercises: [{ ...exercise, skills }] });
    await w.settle();
    const before = await cards.heldCard(ctx(), number);
    expect(await cards.updateChip(ctx(), number)).toBe(true);
    const after = await cards.heldCard(ctx(), number);
    expect(after.contentAt?.getTime()).toBeGreaterThan(before.contentAt?.getTime() ?? 0);
    expect([after.number, after.standing]).toEqual([number, 'active']);
    const info = (await cards.readChip(ctx(), { number })).find(({ label }) => label === 'CPS_INFO_PS');
    expect(cards.derText(info?.der ?? Buffer.alloc(0))).toContain('S:SM26');
    await cards.opposeCard(ctx(), { number, reason: 'loss' });
    expect(await refusalOf(cards.updateChip(ctx(), number))).toBe(cards.errors.notUsable('opposed').code);
    expect((await cards.cardsOf(ctx(), { holder: idNat })).length).toBe(1);
  });

  it('is read and given back on the pages and the API of the sandbox', async () => {
    const { card } = await doctorWithCard();
    const post = (path: string, body: unknown) =>
      fetch(`${w.origin}/sandbox/api/cards/${card.number}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const objects = (await (await post('/objects', {})).json()) as { label: string; der: string }[];
    expect(objects.map(({ label }) => label)).toEqual(FREE);
    expect((await post('/unblock', { puk: card.puk, pin: '2580' })).status).toBe(409);
    const page = await fetch(`${w.origin}/sandbox/cartes`, {
      method: 'POST',
      headers: { origin: w.origin },
      body: new URLSearchParams({ number: card.number, pin: card.pin }),
    });
    expect(await page.text()).toContain('CPS_ACTIVITY_01_PS');
  });
});

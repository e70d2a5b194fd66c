import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf, type RawLine } from './lines.js';

async function read(bytes: Buffer, cut: number): Promise<{ lines: RawLine[]; unfinished: boolean }> {
  const chunks = async function* () {
    for (let from = 0; from < bytes.length; from += cut) yield bytes.subarray(from, from + cut);
  };
  const lines: RawLine[] = [];
  let unfinished = false;
  for await (const block of linesOf(chunks())) {
    lines.push(...block.lines);
    unfinished = block.unfinished;
  }
  return { lines, unfinished };
}

const text = fc.stringMatching(/^[a-zé œ|\\"]{0,40}$/);

describe('linesOf', () => {
  it('gives the same lines wherever the bytes are cut, with either end of line', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1 }),
        fc.nat(60),
        fc.boolean(),
        async (lines, cut, dos) => {
          const bytes = Buffer.from(
            lines.map((line, i) => `${line}${dos && i % 2 ? '\r\n' : '\n'}`).join(''),
          );
          expect(await read(bytes, cut + 1)).toEqual({ lines, unfinished: false });
        },
      ),
    );
  });

  it('reads Latin-1 when the beginning is no UTF-8, and says which lines are not UTF-8 in a file that is', async () => {
    expect((await read(Buffer.from('prénom\nNoël\n', 'latin1'), 100)).lines).toEqual(['prénom', 'Noël']);
    const mixed = Buffer.concat([Buffer.from('prénom\n'), Buffer.from('Noël\nRené', 'latin1')]);
    expect(await read(mixed, 7)).toEqual({
      lines: ['prénom', { fault: 'encoding' }, { fault: 'encoding' }],
      unfinished: true,
    });
  });

  it('reads the letters that Windows adds to Latin-1, in one line or in many', async () => {
    const bytes = Buffer.concat([
      Buffer.from('prénom\n', 'latin1'),
      Buffer.from([0x8c, 0x9c, 0x9f, 0x92, 0x0a]),
    ]);
    const twice = Buffer.concat([bytes, bytes]);
    const lines = ['prénom', 'ŒœŸ’', 'prénom', 'ŒœŸ’'];
    expect((await read(twice, 100)).lines).toEqual(lines);
    expect((await read(twice, 4)).lines).toEqual(lines);
  });

  it('drops the byte order mark, and never keeps an endless line', async () => {
    expect((await read(Buffer.from('\uFEFFa\nb'), 2)).lines).toEqual(['a', 'b']);
    const endless = Buffer.concat([Buffer.from('a\n'), Buffer.alloc(300_000, 'x'), Buffer.from('\nb\n')]);
    expect((await read(endless, 1000)).lines).toEqual(['a', { fault: 'too-long' }, 'b']);
  });
});

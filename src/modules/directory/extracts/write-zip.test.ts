import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { writeZip } from './write-zip.js';

const folder = mkdtempSync(join(tmpdir(), 'esculape-zip-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const plan = (name: string, texts = 3) => ({
  path: join(folder, name),
  names: Array.from({ length: texts }, (_, i) => `texte${i}.txt`),
  at: new Date('2026-01-05T02:45:00Z'),
});

describe('writing a zip of texts', () => {
  it('keeps every line of texts that grow together, and leaves the zip alone in the folder', async () => {
    const zip = await writeZip(plan('whole.zip'), async (sinks) => {
      for (const sink of sinks) sink.header('colonne|\n');
      for (let i = 0; i < 50_000; i += 1) {
        sinks[i % 3]?.add(`ligne ${i} é|\n`);
        if (i % 1000 === 0) for (const sink of sinks) await sink.flush();
      }
    });
    expect(zip.texts.map(({ lines }) => lines)).toEqual([16_667, 16_667, 16_666]);
    const bytes = readFileSync(join(folder, 'whole.zip'));
    expect(bytes.length).toBe(zip.bytes);
    const opened = await fromBufferPromise(bytes, { lazyEntries: true });
    let rank = 0;
    for await (const entry of opened.eachEntry()) {
      const chunks: Buffer[] = [];
      for await (const chunk of await opened.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks).toString();
      expect([entry.fileName, text.length > 0]).toEqual([`texte${rank}.txt`, true]);
      expect(text.split('\n')[1]).toBe(`ligne ${rank} é|`);
      expect(text.split('\n')).toHaveLength((zip.texts[rank]?.lines ?? 0) + 2);
      rank += 1;
    }
    expect(readdirSync(folder)).toEqual(['whole.zip']);
  });

  it('says why when the lines cannot be had, and leaves nothing', async () => {
    const broken = writeZip(plan('broken.zip'), async (sinks) => {
      for (let i = 0; i < 100_000; i += 1) sinks[i % 3]?.add('ligne|\n');
      for (const sink of sinks) await sink.flush();
      throw new Error('cut off');
    });
    await expect(broken).rejects.toThrow('cut off');
    expect(readdirSync(folder)).not.toContain('broken.zip.part');
    expect(readdirSync(folder)).not.toContain('broken.zip');
  });

  it('says why when the disk refuses, and leaves nothing', async () => {
    const away = { ...plan('away.zip'), path: join(folder, 'nowhere', 'away.zip') };
    const refused = writeZip(away, async (sinks) => {
      for (let turn = 0; turn < 50; turn += 1) {
        for (let i = 0; i < 20_000; i += 1) sinks[i % 3]?.add('une ligne assez longue|\n');
        for (const sink of sinks) await sink.flush();
      }
    });
    await expect(refused).rejects.toThrow();
  });
});

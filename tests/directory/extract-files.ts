import { type Entry, fromBufferPromise } from 'yauzl';

/** The texts of a zip, by name. */
export async function textsOf(zip: Buffer): Promise<Map<string, string>> {
  const opened = await fromBufferPromise(zip, { lazyEntries: true });
  const texts = new Map<string, string>();
  for await (const entry of opened.eachEntry() as AsyncIterable<Entry>) {
    const chunks: Buffer[] = [];
    for await (const chunk of await opened.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    texts.set(entry.fileName, Buffer.concat(chunks).toString());
  }
  return texts;
}

/** The cells of each line of a text by the name of their column; the header is not one of them. */
export function linesOf(text: string): Record<string, string>[] {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const names = header.split('|').slice(0, -1);
  return lines.map((line) => {
    const cells = line.split('|');
    if (cells.length !== names.length + 1 || cells.at(-1) !== '')
      throw new Error(`${cells.length} cells: ${line}`);
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
  });
}

import { print } from '../command.js';
import type { BenchedProgram } from './child.js';

const HEADERS = { 'ESANTE-API-KEY': 'sandbox', accept: 'application/fhir+json' };
const LOOK_EVERY = 500;

interface Manifest {
  readonly output: readonly { readonly type: string; readonly url: string; readonly count: number }[];
}

/**
 * Asks for everything by `$export` and waits for it: resources a second from the request to the manifest, the memory of the
 * program before, halfway and at most, then how fast the files are taken.
 */
export async function benchBulkData(program: BenchedProgram): Promise<void> {
  const before = program.memory();
  const begun = performance.now();
  const asked = await fetch(`${program.origin}/fhir/v2/$export`, {
    headers: { ...HEADERS, prefer: 'respond-async' },
  });
  const status = asked.headers.get('content-location');
  if (asked.status !== 202 || status === null)
    throw new Error(`$export : ${asked.status} ${await asked.text()}`);
  const seen: number[] = [];
  const manifest = await written(status, () => seen.push(program.memory()));
  const seconds = (performance.now() - begun) / 1000;
  const count = manifest.output.reduce((sum, file) => sum + file.count, 0);
  tell('$export', `${count.toLocaleString('fr-FR')} ressources en ${seconds.toFixed(1)} s`);
  tell('', `${Math.round(count / seconds).toLocaleString('fr-FR')} ressources/s`);
  const half = seen[Math.floor(seen.length / 2)] ?? before;
  const memory = [before, half, Math.max(before, ...seen)].map((one) => one.toFixed(0));
  tell('Mémoire du programme', `${memory[0]} Mo avant, ${memory[1]} à mi-chemin, ${memory[2]} au plus`);
  await take(manifest);
}

async function written(status: string, look: () => void): Promise<Manifest> {
  for (;;) {
    const answer = await fetch(status, { headers: HEADERS });
    if (answer.status === 200) return (await answer.json()) as Manifest;
    if (answer.status !== 202) throw new Error(`$export : ${answer.status} ${await answer.text()}`);
    look();
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}

async function take({ output }: Manifest): Promise<void> {
  const begun = performance.now();
  let bytes = 0;
  for (const { url } of output) {
    const answer = await fetch(url, { headers: { ...HEADERS, 'accept-encoding': 'identity' } });
    for await (const part of answer.body ?? []) bytes += (part as Uint8Array).length;
  }
  const seconds = (performance.now() - begun) / 1000;
  tell('Fichiers pris', `${(bytes / 1e6).toFixed(0)} Mo en ${seconds.toFixed(1)} s`);
}

const tell = (what: string, figure: string): void => print(`${what.padEnd(34)} ${figure}`);

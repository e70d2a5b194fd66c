import { doctor, Story } from '../../sandbox/kit/story.js';
import { print } from '../command.js';
import { benchFolder, startChild } from './child.js';
import { printLatency } from './measure.js';

const RATE = 50;
const PEOPLE = 60;
const WATCHED_EVERY = 10;

interface Doctor {
  readonly rpps: string;
  readonly idNat: string;
  readonly exercise: Record<string, unknown>;
  etag: string;
  turn: number;
  /** Only for the doctors that are watched to the end. */
  accessToken: string | undefined;
  busy: boolean;
}

interface Samples {
  readonly api: number[];
  readonly userinfo: number[];
  readonly search: number[];
  readonly tracking: number[];
}

/**
 * Changes arrive at an ordre at a steady rate; a sample of them is watched, over HTTP alone, until it shows in
 * userinfo, in the public search and on the tracking page.
 * @param seconds how long the changes keep arriving
 */
export async function benchChain(seconds: number): Promise<void> {
  const folder = benchFolder();
  try {
    const first = await startChild(folder.path);
    print(`Premier démarrage                  ${(first.readyAfter / 1000).toFixed(1)} s   (visé : 20 s)`);
    await first.stop();
    const program = await startChild(folder.path);
    print(`Démarrage suivant                  ${(program.readyAfter / 1000).toFixed(1)} s   (visé : 5 s)`);
    try {
      await new Promise((resolve) => setTimeout(resolve, 3000));
      print(`Mémoire au repos                   ${program.memory().toFixed(0)} Mo   (visé : 250 Mo)`);
      await measure(new Story(program.origin), seconds);
      print(`Mémoire après la charge            ${program.memory().toFixed(0)} Mo`);
    } finally {
      await program.stop();
    }
  } finally {
    folder.remove();
  }
}

async function measure(story: Story, seconds: number): Promise<void> {
  const agent = await story.agentBearer('CNOM');
  const support = await story.bearer('support');
  const doctors = await prepare(story, agent);
  const samples: Samples = { api: [], userinfo: [], search: [], tracking: [] };
  const pending: Promise<void>[] = [];
  const total = RATE * seconds;
  for (let n = 0; n < total; n++) {
    await new Promise((resolve) => setTimeout(resolve, 1000 / RATE));
    const watched = n % WATCHED_EVERY === 0;
    const chosen = doctors.find((d) => !d.busy && (d.accessToken !== undefined) === watched);
    if (!chosen) continue;
    chosen.busy = true;
    doctors.push(...doctors.splice(doctors.indexOf(chosen), 1));
    const done = change(story, agent, support, chosen, samples).finally(() => {
      chosen.busy = false;
    });
    pending.push(done);
  }
  await Promise.all(pending);
  print(
    `${samples.api.length} changements en ${seconds} s, dont ${samples.userinfo.length} suivis jusqu’au bout`,
  );
  printLatency('réponse de l’interface de l’ordre', samples.api);
  printLatency('visible dans userinfo', samples.userinfo, 'p99 250 ms');
  printLatency('visible dans la recherche', samples.search, 'p99 250 ms');
  printLatency('visible dans le suivi', samples.tracking, 'p99 250 ms');
}

async function prepare(story: Story, agent: string): Promise<Doctor[]> {
  const doctors: Doctor[] = [];
  for (let n = 0; n < PEOPLE; n++) {
    const record = doctor();
    const exercise = (record.exercises as Record<string, unknown>[])[0] ?? {};
    const { rpps, idNat, etag } = await story.register('CNOM', record, agent);
    let accessToken: string | undefined;
    if (n % 6 === 0) {
      await story.published(idNat);
      const phone = await story.phone(idNat);
      accessToken = (await story.signIn(idNat, phone.id)).tokens.access_token;
    }
    doctors.push({ rpps, idNat, exercise, etag, turn: 0, accessToken, busy: false });
  }
  return doctors;
}

async function change(
  story: Story,
  agent: string,
  support: string,
  who: Doctor,
  samples: Samples,
): Promise<void> {
  who.turn++;
  const name = `BANC-${who.rpps.slice(-5)}-${who.turn}`;
  const begun = performance.now();
  who.etag = await story.patch('CNOM', who.rpps, who.etag, { exercises: [{ ...who.exercise, name }] }, agent);
  const answered = performance.now();
  samples.api.push(answered - begun);
  const token = who.accessToken;
  if (!token) return;
  const since = async (values: number[], seen: () => Promise<boolean>) => {
    while (!(await seen())) await new Promise((resolve) => setTimeout(resolve, 5));
    values.push(performance.now() - answered);
  };
  await Promise.all([
    since(samples.userinfo, async () => JSON.stringify(await story.userinfo(token)).includes(name)),
    since(samples.search, async () => (await story.page(`/annuaire?q=${name}`)).includes(who.idNat)),
    since(samples.tracking, async () =>
      arrivedEverywhere(await story.page(`/suivi/${who.idNat}`, support), name),
    ),
  ]);
}

/** The page names the new value, and no step of the newest change still waits. */
const arrivedEverywhere = (page: string, name: string): boolean =>
  page.includes(name) && !page.slice(page.indexOf(name)).split('</article>')[0]?.includes('en attente');

import { doctor, Story } from '../../sandbox/kit/story.js';
import { print } from '../command.js';
import { benchFolder, startChild } from './child.js';
import { printLatency } from './measure.js';

const USUAL = { rate: 50, people: 60 } as const;
const WATCHED_EVERY = 10;
/**
 * Between two looks at a page: a tenth of the time waited so far, and no less than this. The looks load the machine that
 * is measured: at a steady rate they keep it slow once it was slow for a moment.
 */
const POLL_MS = 20;
const POLL_SHARE = 0.1;
/** A change that is not seen by then counts for so much. */
const PATIENCE_MS = 30_000;

interface Doctor {
  readonly rpps: string;
  readonly idNat: string;
  readonly exercise: Record<string, unknown>;
  etag: string;
  turn: number;
  /** Only for the doctors that are watched to the end. */
  readonly watch: { accessToken: string; bearer: string } | undefined;
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
      await measure(new Story(program.origin), { ...USUAL, seconds, aim: 'p99 250 ms' });
      print(`Mémoire après la charge            ${program.memory().toFixed(0)} Mo`);
    } finally {
      await program.stop();
    }
  } finally {
    folder.remove();
  }
}

/** How many changes a second, on how many people, for how long, and what is aimed at. */
interface Load {
  readonly rate: number;
  readonly people: number;
  readonly seconds: number;
  readonly aim?: string;
  /** Changes in one request, as the program of an ordre sends them when it has many; else one. */
  readonly lot?: number;
}

/** Changes arrive at the program of an origin, and something else goes on there meanwhile. */
export async function measureDuring(
  origin: string,
  load: Load,
  meanwhile: () => Promise<void>,
): Promise<void> {
  await measure(new Story(origin), { aim: 'p99 1 s', ...load }, meanwhile);
}

async function measure(
  story: Story,
  { rate, people, seconds, aim, lot = 1 }: Load,
  meanwhile: () => Promise<void> = async () => undefined,
): Promise<void> {
  const agent = await story.agentBearer('CNOM');
  const doctors = await prepare(story, agent, people);
  const other = meanwhile();
  const samples: Samples = { api: [], userinfo: [], search: [], tracking: [] };
  const pending: Promise<void>[] = [];
  const total = rate * seconds;
  const begun = performance.now();
  let changes = 0;
  for (let n = 0; n < total; n += lot) {
    const wait = begun + (n * 1000) / rate - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const chosen = Array.from({ length: lot }, (_, i) =>
      choose(doctors, (n + i) % WATCHED_EVERY === 0),
    ).flat();
    if (chosen.length === 0) continue;
    changes += chosen.length;
    pending.push(change(story, agent, chosen, samples));
  }
  await Promise.all([...pending, other]);
  print(`${changes} changements en ${seconds} s, dont ${samples.userinfo.length} suivis jusqu’au bout`);
  printLatency('réponse de l’interface de l’ordre', samples.api);
  printLatency('visible dans userinfo', samples.userinfo, aim);
  printLatency('visible dans la recherche', samples.search, aim);
  printLatency('visible dans le suivi', samples.tracking, aim);
}

/** The doctor who waits longest for a change, if one is free. */
function choose(doctors: Doctor[], watched: boolean): Doctor[] {
  const chosen = doctors.find((one) => !one.busy && (one.watch !== undefined) === watched);
  if (!chosen) return [];
  chosen.busy = true;
  doctors.push(...doctors.splice(doctors.indexOf(chosen), 1));
  return [chosen];
}

async function prepare(story: Story, agent: string, people: number): Promise<Doctor[]> {
  const doctors: Doctor[] = [];
  for (let n = 0; n < people; n++) {
    const { rpps, idNat, etag, exercises } = await story.register('CNOM', doctor(), agent);
    // As the API gave it back: the practice is named by its number, and opened once.
    const exercise = exercises[0] ?? {};
    let watch: Doctor['watch'];
    if (n % 6 === 0) {
      const phone = await story.phone(idNat);
      const { tokens } = await story.signIn(idNat, phone.id);
      watch = { accessToken: tokens.access_token ?? '', bearer: await story.personBearer(idNat) };
    }
    doctors.push({ rpps, idNat, exercise, etag, turn: 0, watch, busy: false });
  }
  return doctors;
}

async function change(
  story: Story,
  agent: string,
  chosen: readonly Doctor[],
  samples: Samples,
): Promise<void> {
  const begun = performance.now();
  await send(story, agent, chosen);
  const answered = performance.now();
  samples.api.push(answered - begun);
  await Promise.all(
    chosen.map(async (who) => {
      await watch(story, who, answered, samples);
      who.busy = false;
    }),
  );
}

const nameOf = ({ rpps, turn }: Doctor): string => `BANC-${rpps.slice(-5)}-${turn}`;

async function send(story: Story, agent: string, chosen: readonly Doctor[]): Promise<void> {
  for (const who of chosen) who.turn++;
  const changes = chosen.map((who) => ({
    number: who.rpps,
    version: Number(who.etag.replaceAll('"', '')),
    patch: { exercises: [{ ...who.exercise, name: nameOf(who) }] },
  }));
  const [only] = chosen;
  if (only && chosen.length === 1) {
    only.etag = await story.patch('CNOM', only.rpps, only.etag, changes[0]?.patch, agent);
    return;
  }
  const results = await story.lot('CNOM', changes, agent);
  for (const [i, { version, status }] of results.entries()) {
    if (status !== 200) throw new Error(`change refused: ${status}`);
    const who = chosen[i];
    if (who) who.etag = `"${version}"`;
  }
}

/** Looks until a change shows everywhere, for a doctor who is watched. */
async function watch(story: Story, who: Doctor, answered: number, samples: Samples): Promise<void> {
  const { watch } = who;
  if (!watch) return;
  const name = nameOf(who);
  const since = async (values: number[], seen: () => Promise<boolean>) => {
    while (!(await seen())) {
      const waited = performance.now() - answered;
      if (waited > PATIENCE_MS) break;
      await new Promise((resolve) => setTimeout(resolve, Math.max(POLL_MS, waited * POLL_SHARE)));
    }
    values.push(performance.now() - answered);
  };
  await Promise.all([
    since(samples.userinfo, async () =>
      JSON.stringify(await story.userinfo(watch.accessToken)).includes(name),
    ),
    since(samples.search, async () => (await story.page(`/annuaire?q=${name}`)).includes(who.idNat)),
    since(samples.tracking, async () =>
      arrivedEverywhere(await story.page(`/suivi/${who.idNat}`, watch.bearer), who.turn + 1),
    ),
  ]);
}

/** The page shows the change that made this version of the member, arrived at every step. */
const arrivedEverywhere = (page: string, version: number): boolean =>
  page
    .split('</section>')
    .some((card) => card.includes(`Version ${version} du dossier`) && card.includes('Arrivé partout'));

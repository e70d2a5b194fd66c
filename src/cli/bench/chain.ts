import { doctor, Story } from '../../sandbox/kit/story.js';
import { print } from '../command.js';
import { benchFolder, startChild } from './child.js';
import { printLatency } from './measure.js';

const USUAL = { rate: 50, people: 60 } as const;
/** Changes a second that are watched to the end, whatever the rate: the looks load the machine that is measured. */
const WATCHED = 5;
/** What has just started has planned none of its statements and compiled nothing: the first seconds are not counted. */
const WARM_UP_SECONDS = 4;
const PREPARED_AT_ONCE = 4;
/** People with a phone, each watched for one change at a time. */
const MOST_WATCHED = 40;
/**
 * Between two looks: a tenth of the time waited so far, and no less than this. At a steady rate they would keep the machine
 * slow once it was slow for a moment.
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
 * userinfo, then in the public search and on the tracking page: a page costs more than the change, so that its time is
 * that of the first look at it after the change showed in userinfo.
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
  const arrive = async (during: number) => {
    const samples: Samples = { api: [], userinfo: [], search: [], tracking: [] };
    const changes = await send(story, agent, { doctors, rate, lot, seconds: during }, samples);
    return { samples, changes };
  };
  await arrive(WARM_UP_SECONDS);
  const [{ samples, changes }] = await Promise.all([arrive(seconds), meanwhile()]);
  print(`${changes} changements en ${seconds} s, dont ${samples.userinfo.length} suivis jusqu’au bout`);
  printLatency('réponse de l’interface de l’ordre', samples.api);
  printLatency('visible dans userinfo', samples.userinfo, aim);
  printLatency('visible dans la recherche', samples.search, aim);
  printLatency('visible dans le suivi', samples.tracking, aim);
}

/** Sends changes at a rate, and waits until those that are watched have arrived. Out: how many. */
async function send(
  story: Story,
  agent: string,
  { doctors, rate, lot, seconds }: Required<Pick<Load, 'rate' | 'lot' | 'seconds'>> & { doctors: Doctor[] },
  samples: Samples,
): Promise<number> {
  const pending: Promise<void>[] = [];
  const begun = performance.now();
  const watchedEvery = Math.max(1, Math.round(rate / WATCHED));
  let changes = 0;
  for (let n = 0; n < rate * seconds; n += lot) {
    const wait = begun + (n * 1000) / rate - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const chosen = Array.from({ length: lot }, (_, i) =>
      choose(doctors, (n + i) % watchedEvery === 0),
    ).flat();
    if (chosen.length === 0) continue;
    changes += chosen.length;
    pending.push(change(story, agent, chosen, samples));
  }
  await Promise.all(pending);
  return changes;
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
  const watched = Math.ceil(Math.min(people / 6, MOST_WATCHED));
  let left = people - watched;
  const some = Array.from({ length: PREPARED_AT_ONCE }, async () => {
    const ready: Doctor[] = [];
    while (left-- > 0) ready.push(await enter(story, agent, false));
    return ready;
  });
  const doctors = (await Promise.all(some)).flat();
  // Last, since their tokens live two minutes; one after the other, since they share a mobile and the codes sent to it.
  for (let n = 0; n < watched; n++) doctors.push(await enter(story, agent, true));
  return doctors;
}

async function enter(story: Story, agent: string, watched: boolean): Promise<Doctor> {
  const { rpps, idNat, etag, exercises } = await story.register('CNOM', doctor(), agent);
  // As the API gave it back: the practice is named by its number, and opened once.
  const known = { rpps, idNat, exercise: exercises[0] ?? {}, etag, turn: 0, busy: false };
  if (!watched) return { ...known, watch: undefined };
  const phone = await story.phone(idNat);
  const { tokens } = await story.signIn(idNat, phone.id);
  const bearer = await story.personBearer(idNat);
  return { ...known, watch: { accessToken: tokens.access_token ?? '', bearer } };
}

async function change(
  story: Story,
  agent: string,
  chosen: readonly Doctor[],
  samples: Samples,
): Promise<void> {
  const begun = performance.now();
  await ask(story, agent, chosen);
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

async function ask(story: Story, agent: string, chosen: readonly Doctor[]): Promise<void> {
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
  await since(samples.userinfo, async () =>
    JSON.stringify(await story.userinfo(watch.accessToken)).includes(name),
  );
  await since(samples.search, async () => (await story.page(`/annuaire?q=${name}`)).includes(who.idNat));
  await since(samples.tracking, async () =>
    arrivedEverywhere(await story.page(`/suivi/${who.idNat}`, watch.bearer), who.turn + 1),
  );
}

/** The page shows the change that made this version of the member, arrived at every step. */
const arrivedEverywhere = (page: string, version: number): boolean =>
  page
    .split('</section>')
    .some((card) => card.includes(`Version ${version} du dossier`) && card.includes('Arrivé partout'));

import { resolve } from 'node:path';
import pg from 'pg';
import { hopsStillBehind, lateWords } from '../platform/catch-up.js';
import { openClock } from '../platform/clock.js';
import { readConfig } from '../platform/config.js';
import { openDatabase } from '../platform/db/connection.js';
import { attachEmbedded } from '../platform/db/embedded.js';
import { listMigrations } from '../platform/db/migrate.js';
import { jobsSetAside } from '../platform/jobs.js';
import { reactions } from '../reactions.js';
import { type Command, print } from './command.js';

interface Finding {
  readonly good: boolean;
  readonly line: string;
}

export const doctor: Command = {
  name: 'doctor',
  summary: 'vérifie la configuration, la base et le service en marche',
  async run() {
    const config = readConfig(process.env);
    const url = config.databaseDirectUrl ?? (await attachEmbedded(resolve(config.dataDir)))?.url;
    const findings: Finding[] = [
      { good: Number(process.versions.node.split('.')[0]) >= 24, line: `Node ${process.versions.node}` },
      { good: true, line: `Profil ${config.profile}, origine ${config.origin}` },
      ...(url
        ? await databaseFindings(url)
        : [{ good: false, line: 'Aucune base en marche (esculape start)' }]),
      ...(url ? await lateFindings(url) : []),
      await healthFinding(config.origin),
    ];
    for (const finding of findings) print(`${finding.good ? '✓' : '✗'} ${finding.line}`);
    return findings.every((finding) => finding.good) ? 0 : 1;
  },
};

async function databaseFindings(url: string): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    const version = await client.query<{ server_version: string }>('show server_version');
    const ran = await client.query<{ n: number }>('select count(*)::int n from public.migrations');
    const expected = listMigrations().length;
    return [
      { good: true, line: `PostgreSQL ${version.rows[0]?.server_version}` },
      {
        good: ran.rows[0]?.n === expected,
        line: `Migrations appliquées : ${ran.rows[0]?.n} sur ${expected}`,
      },
    ];
  } catch (error) {
    return [{ good: false, line: `Base injoignable : ${(error as Error).message}` }];
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Time that a change needs to go down the chain, and more. */
const ON_ITS_WAY_MS = 3000;

/** Jobs that failed for good, and for each hop of the chain what its copy stays late on. */
async function lateFindings(url: string): Promise<Finding[]> {
  const database = openDatabase(url, 1);
  try {
    const aside = await jobsSetAside(database.db);
    const clock = await openClock(database.db, undefined);
    const hops = await hopsStillBehind({ db: database.db, clock, reactions }, ON_ITS_WAY_MS);
    return [
      { good: aside.length === 0, line: `Travaux mis de côté : ${aside.length}` },
      ...hops.map((hop) => {
        const good = hop.subjects.length === 0;
        return { good, line: `${hop.reaction} : ${lateWords(hop)}` };
      }),
    ];
  } catch (error) {
    return [{ good: false, line: `Chaîne illisible : ${(error as Error).message}` }];
  } finally {
    await database.close();
  }
}

async function healthFinding(origin: string): Promise<Finding> {
  const answer = await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(3000) }).catch(
    () => undefined,
  );
  return { good: answer?.ok ?? false, line: `${origin}/healthz ${answer ? answer.status : 'ne répond pas'}` };
}

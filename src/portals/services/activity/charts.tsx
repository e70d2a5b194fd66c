import type { Counted, Outcome } from '../../../modules/identity-provider/index.js';
import { type Bar, Bars, formatDuration, Table } from '../../../ui/index.js';
import { meansWords, OUTCOME_WORDS } from '../words.js';

const SUCCESS: readonly Outcome[] = ['done', 'silent'];
const entered = ({ outcome }: Counted) => SUCCESS.includes(outcome);

/** How a number is told: as it is, or rounded where everybody reads it. */
export type Teller = (label: string, value: number) => Bar;
export const exactly: Teller = (label, value) => ({ label, value });

const UNIT = 5;

/** The public reads multiples of five, and less than five is not told: as the counts of people (decision 56). */
export const toTheNearestFive: Teller = (label, value) =>
  value < UNIT ? { label, words: 'moins\u00a0de\u00a05' } : { label, value: Math.round(value / UNIT) * UNIT };

function totals(counted: readonly Counted[], key: (one: Counted) => string): [string, number][] {
  const sums = new Map<string, number>();
  for (const one of counted) sums.set(key(one), (sums.get(key(one)) ?? 0) + one.number);
  return [...sums];
}

const none = <p>Rien à compter sur cette période.</p>;

/** Sign-ins that let somebody in, by period (oldest first). */
export function ByPeriod({
  counted,
  tell,
  name,
}: {
  counted: readonly Counted[];
  tell: Teller;
  name: string;
}) {
  return (
    <Bars
      caption={`Connexions par ${name}`}
      heads={[name === 'mois' ? 'Mois' : 'Jour', 'Connexions']}
      bars={totals(counted.filter(entered), ({ period }) => period).map(([period, number]) =>
        tell(period.split('-').reverse().join('/'), number),
      )}
      empty={none}
    />
  );
}

/** Sign-ins that let somebody in, by means, most used first. */
export function ByMeans({ counted, tell }: { counted: readonly Counted[]; tell: Teller }) {
  return (
    <Bars
      caption="Connexions par moyen"
      heads={['Moyen', 'Connexions']}
      bars={totals(counted.filter(entered), ({ means }) => means)
        .sort((a, b) => b[1] - a[1])
        .map(([means, number]) => tell(meansWords(means), number))}
      empty={none}
    />
  );
}

/** What came of what was asked: successes, then each way to fail. */
export function ByOutcome({ counted }: { counted: readonly Counted[] }) {
  const found = new Map(totals(counted, ({ outcome }) => outcome));
  const bars = (Object.keys(OUTCOME_WORDS) as Outcome[]).flatMap((outcome) =>
    found.has(outcome) ? [exactly(OUTCOME_WORDS[outcome], found.get(outcome) ?? 0)] : [],
  );
  const total = [...found.values()].reduce((sum, number) => sum + number, 0);
  return (
    <Bars
      caption="Ce que deviennent les demandes"
      heads={['Issue', 'Demandes']}
      bars={bars}
      total={total}
      empty={none}
    />
  );
}

/** How long people take to answer on their phone, by period. */
export function Waits({ counted }: { counted: readonly Counted[] }) {
  const answered = counted.filter(({ waitMs, outcome }) => waitMs !== null && outcome === 'done');
  return (
    <Table
      caption="Temps pour approuver sur le téléphone (médiane)"
      columns={[{ label: 'Période' }, { label: 'Temps', align: 'end' }]}
      rows={answered.map(({ period, waitMs }) => [
        period.split('-').reverse().join('/'),
        formatDuration(waitMs ?? 0),
      ])}
      empty={<p>Aucun téléphone n’a encore répondu.</p>}
    />
  );
}

/** What the protocol refused, by its own error codes. */
export function Errors({ errors }: { errors: readonly { error: string; number: number }[] }) {
  return (
    <Bars
      caption="Erreurs du protocole"
      heads={['Code', 'Fois']}
      bars={errors.map(({ error, number }) => exactly(error, number))}
      empty={<p>Aucune erreur du protocole sur cette période.</p>}
    />
  );
}

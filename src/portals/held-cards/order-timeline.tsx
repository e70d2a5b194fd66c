import type { cards } from '../../modules/credentials/index.js';
import { formatDate, Timeline, type TimelineStep } from '../../ui/index.js';

type Step = cards.CardOrder['steps'][number]['step'];

const TITLES: readonly (readonly [Step, string])[] = [
  ['ordered', 'Commandée'],
  ['validated', 'Validée'],
  ['in-production', 'En fabrication'],
  ['sent', 'Lettre de la carte envoyée'],
  ['codes-sent', 'Lettre des codes envoyée'],
  ['activated', 'Première utilisation'],
];

/** An order of a card: what happened, what comes next and when it is expected. */
export function OrderTimeline({ order }: { order: cards.CardOrder }) {
  return <Timeline label="Suivi de la commande" steps={stepsOf(order)} precision="minute" />;
}

function stepsOf(order: cards.CardOrder): TimelineStep[] {
  const at = (step: Step) => order.steps.find((one) => one.step === step)?.at;
  if (order.state === 'cancelled')
    return [
      { title: 'Commandée', state: 'done', at: order.orderedAt },
      { title: 'Annulée', state: 'failed', ...(at('cancelled') && { at: at('cancelled') }) },
    ];
  const next = TITLES.find(([step]) => at(step) === undefined)?.[0];
  const known = TITLES.map(([step, title]): TimelineStep => {
    const when = at(step);
    if (when) return { title, state: 'done', at: when };
    return { title, state: step === next ? 'current' : 'waiting', body: expected(order, step) };
  });
  const returned = at('returned');
  return returned ? [...known, { title: 'Lettre revenue', state: 'failed', at: returned }] : known;
}

function expected({ deliverTo, expected: dates }: cards.CardOrder, step: Step): string | undefined {
  if (step === 'validated' && deliverTo === null)
    return 'Aucune adresse n’est connue : elle se corrige auprès de votre autorité.';
  const day = { 'in-production': dates.production, sent: dates.card, 'codes-sent': dates.codes }[
    step as string
  ];
  return day && `Prévu le ${formatDate(day)}.`;
}

import type { Choice } from './field.js';
import type { TimelineStep } from './timeline.js';

/** The professions of the gallery's lists. */
export const PROFESSIONS: readonly Choice[] = [
  { value: '10', label: 'Médecin' },
  { value: '21', label: 'Pharmacien' },
  { value: '60', label: 'Infirmier' },
  { value: '70', label: 'Masseur-kinésithérapeute', disabled: true },
];

/** A path under way, with a step in each state. */
export const PATH: readonly TimelineStep[] = [
  {
    title: 'Ordre des médecins : mobile modifié',
    state: 'done',
    at: '2026-03-03T08:14:05.120Z',
    body: 'Par le professionnel, avec le code reçu par SMS.',
  },
  { title: 'RPPS : version 4 enregistrée', state: 'done', at: '2026-03-03T08:14:05.162Z', elapsedMs: 42 },
  {
    title: 'Annuaire Santé : fiche publiée',
    state: 'done',
    at: '2026-03-03T08:14:05.351Z',
    elapsedMs: 189,
  },
  { title: 'Pro Santé Connect : copie en cours', state: 'current' },
  { title: 'Application e-CPS', state: 'waiting' },
];

/** The end of a path that failed. */
export const BROKEN_PATH: readonly TimelineStep[] = [
  { title: 'RPPS : version 5 enregistrée', state: 'done', at: '2026-03-04T09:00:00Z' },
  {
    title: 'Annuaire Santé : publication refusée',
    state: 'failed',
    at: '2026-03-04T09:00:01.200Z',
    elapsedMs: 1_200,
    body: 'Le code de profession n’existe plus à cette date. L’exploitant est prévenu.',
  },
  { title: 'Pro Santé Connect', state: 'waiting' },
];

/** A drawing with the look of a QR code; it encodes nothing. */
export const DRAWING = (() => {
  const side = 25;
  const filled = (x: number, y: number) => {
    const corner = (cx: number, cy: number) => {
      const distance = Math.max(Math.abs(x - cx), Math.abs(y - cy));
      return distance > 4 ? undefined : distance === 4 ? false : distance !== 2;
    };
    return corner(3, 3) ?? corner(side - 4, 3) ?? corner(3, side - 4) ?? (x * 7 + y * 13 + x * y) % 3 === 0;
  };
  const cells = Array.from({ length: side * side }, (_, i) => [i % side, Math.floor(i / side)] as const);
  const path = cells.map(([x, y]) => (filled(x, y) ? `M${x} ${y}h1v1h-1z` : '')).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}"><path fill="#000000" d="${path}"/></svg>`;
})();

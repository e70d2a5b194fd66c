import { describe, expect, it } from 'vitest';
import { html, useVisitors } from './visitors.js';

const v = useVisitors();
const { ask } = v;

describe('hostile addresses and forms', () => {
  const HOSTILE = [
    '%00',
    '%FF',
    "'%20or%201=1--",
    '..%2F..%2Fetc',
    '%3Cscript%3E',
    '8'.repeat(3000),
    '3990000002%2F%00',
  ];

  it.each(['ps', 'cpam', 'support', 'anonymous'])(
    'get a readable answer, never a failure of ours: %s',
    async (visitor) => {
      for (const text of HOSTILE) {
        for (const path of [
          `/annuaire?q=${text}&profession=${text}&lieu=${text}&page=${text}`,
          `/annuaire/personnes/${text}`,
          `/annuaire/compte?idNat=${text}`,
          `/suivi/${text}`,
          `/suivi?idNat=${text}`,
          `/rpps/personnes/${text}`,
        ]) {
          const answer = await ask(visitor, path, html);
          expect(answer.status, `${visitor} ${path}`).toBeLessThan(500);
          expect(await answer.text()).not.toContain('<script>');
        }
        for (const path of ['/annuaire/compte', '/suivi', '/rpps']) {
          const value = text.replaceAll('%00', '\0');
          const form = { idNat: value, q: value, naissance: '2026-02-31', motif: value, apres: value };
          expect((await ask(visitor, path, { ...html, form })).status, `${visitor} ${path}`).toBeLessThan(
            500,
          );
          const named = { q: value, idNat: v.med.idNat, motif: value };
          expect(
            (await ask(visitor, path, { ...html, form: named })).status,
            `${visitor} ${path}`,
          ).toBeLessThan(500);
        }
      }
    },
  );
});

import { expect, it } from 'vitest';
import { answerPayload, answers } from './answer.js';

const request = { id: 'r', nonce: 'n', clientId: 'c', origin: 'https://o.example' };
const payload = {
  requestId: 'r',
  nonce: 'n',
  clientId: 'c',
  number: 42,
  decision: 'approve' as const,
  origin: 'https://o.example',
  iat: 1,
};

it('is about a request only when all four bindings are its own', () => {
  expect(answers(payload, request)).toBe(true);
  for (const name of ['requestId', 'nonce', 'clientId', 'origin'] as const) {
    expect(answers({ ...payload, [name]: 'other' }, request)).toBe(false);
  }
});

it('is refused with a member too many, too few, or of another kind', () => {
  expect(answerPayload.safeParse(payload).success).toBe(true);
  const { nonce: _, ...without } = payload;
  for (const faulty of [
    without,
    { ...payload, more: 1 },
    { ...payload, decision: 'maybe' },
    { ...payload, number: '42' },
  ]) {
    expect(answerPayload.safeParse(faulty).success).toBe(false);
  }
});

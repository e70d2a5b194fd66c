import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { userinfoSchema } from './userinfo-schema.js';

const GOLDEN = 'tests/identity-provider/golden';
const records = readdirSync(GOLDEN).map((name) => [name, readFileSync(`${GOLDEN}/${name}`, 'utf8')] as const);
const schema = z.fromJSONSchema(userinfoSchema('https://psc.example/userinfo-1.0.schema.json') as never);

const told = (text: string) => ({ sub: 'f:x:1', ...JSON.parse(text) });

describe('the schema of userinfo', () => {
  it.each(records)(
    'takes what is told of %s, and nothing that lacks a member or has one more',
    (_name, text) => {
      const whole = told(text);
      expect(schema.safeParse(whole).error).toBeUndefined();
      expect(schema.safeParse({ ...whole, email: 'a@b.example' }).success).toBe(false);
      for (const name of Object.keys(whole)) {
        const { [name]: _, ...less } = whole;
        expect([name, schema.safeParse(less).success]).toEqual([name, false]);
      }
    },
  );

  it('holds each member to its kind, and the constants to their value', () => {
    const whole = told(records.find(([name]) => name.startsWith('doctor'))?.[1] ?? '');
    const wrong = { otherIds: 'aucun', UITVersion: '2.0', given_name: 3, SubjectRefPro: { exercices: [{}] } };
    for (const [name, value] of Object.entries(wrong))
      expect([name, schema.safeParse({ ...whole, [name]: value }).success]).toEqual([name, false]);
    expect(schema.safeParse({ ...whole, authMode: 'CARD' }).success).toBe(true);
  });
});

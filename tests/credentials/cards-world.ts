import { randomUUID } from 'node:crypto';
import { moveClock } from '../../src/sandbox/api/clock.js';
import { doctor, type Registered, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';

/** The program with an empty register, whose authorities register people over HTTP; its clock moves. */
export interface CardsWorld extends TestApp {
  readonly story: Story;
  /** Registers somebody at an authority and waits for what follows. */
  register(authority: string, record: unknown): Promise<Registered>;
  /** Moves the simulated clock; everything that falls due meanwhile has run. */
  advance(days: number): Promise<void>;
}

/** Days after which a card that was ordered has arrived, and its codes too, on whatever day of the week it began. */
export const DELIVERED = 9;

export const ADDRESS = {
  streetNumber: '7',
  streetType: 'R',
  street: 'DES LETTRES',
  postcode: '76000',
  commune: '76540',
  communeName: 'Rouen',
  country: '99000',
};

export async function cardsWorld(): Promise<CardsWorld> {
  const t = await startTestApp();
  const story = new Story(t.origin);
  return {
    ...t,
    story,
    async register(authority, record) {
      const registered = await story.register(authority, record);
      await t.settle();
      return registered;
    },
    async advance(days) {
      await moveClock(t.app, new Date(t.app.clock.now().getTime() + days * 86_400_000));
    },
  };
}

interface Shape {
  readonly profession?: string;
  readonly category?: string;
  /** TRE_R23. */
  readonly mode?: 'L' | 'S';
  readonly address?: typeof ADDRESS | undefined;
}

/** Somebody to register, with an address of correspondence unless it is taken away. */
export function somebody(shape: Shape = {}): Record<string, unknown> {
  const record = doctor();
  const [exercise = {}] = record.exercises as Record<string, unknown>[];
  const [activity = {}] = exercise.activities as Record<string, unknown>[];
  const { civility, skills, ...plain } = exercise;
  const { profession = '10', category = 'C', mode = 'L' } = shape;
  const mail = `essai.${randomUUID().slice(0, 8)}@courriel.example`;
  const address = 'address' in shape ? shape.address : ADDRESS;
  return {
    ...record,
    exercises: [
      {
        ...plain,
        ...{ profession, category, skills: [] },
        ...(profession === '10' && category === 'C' && { civility, skills }),
        activities: [{ ...activity, mode }],
      },
    ],
    correspondence: { mail, mobile: '06 39 98 12 34', ...(address && { address }) },
  };
}

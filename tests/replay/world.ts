import { type Registered, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';

/** The program at a date of its history, at the national rhythm: the clock stands where it is put, and walks. */
export interface Replay {
  readonly test: TestApp;
  readonly story: Story;
  /** What is done at once after this happens at `t0`, give or take the time that the machine takes. */
  go(to: Date | string): Promise<void>;
  now(): Promise<Date>;
  rhythm(body: Record<string, unknown>): Promise<unknown>;
  perimeter(body: Record<string, unknown>): Promise<unknown>;
  /** The public view of Pro Santé Connect, contacts masked; undefined while it does not know the person. */
  psc(idNat: string): Promise<{ mobile: string; mail: string } | undefined>;
  annuaire(idNat: string): Promise<string>;
  stop(): Promise<void>;
}

export async function openReplay(at: string): Promise<Replay> {
  const test = await startTestApp();
  const api = async <T>(path: string, method: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${test.origin}/sandbox/api/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const replay: Replay = {
    test,
    story: new Story(test.origin),
    go: async (to) => void (await api('clock', 'PUT', { now: new Date(to).toISOString() })),
    now: async () => new Date((await api<{ now: string }>('clock', 'GET')).now),
    rhythm: (body) => api('rhythms', 'PUT', body),
    perimeter: (body) => api('perimeter', 'PUT', body),
    async psc(idNat) {
      const answer = await fetch(`${test.origin}/portail-psc/api/${encodeURIComponent(idNat)}`);
      return answer.ok ? ((await answer.json()) as { mobile: string; mail: string }) : undefined;
    },
    annuaire: async (idNat) =>
      (await fetch(`${test.origin}/annuaire/personnes/${encodeURIComponent(idNat)}`)).text(),
    stop: () => test.stop(),
  };
  await replay.go(at);
  await replay.rhythm({ rhythm: 'national', from: '2020-01-01T00:00:00Z' });
  return replay;
}

export const later = (from: Date, time: { h?: number; min?: number }): Date =>
  new Date(from.getTime() + ((time.h ?? 0) * 60 + (time.min ?? 0)) * 60_000);

export type { Registered };

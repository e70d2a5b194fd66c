import { createDoor } from '../../src/door.js';
import { doctor, type Registered, Story } from '../../src/sandbox/kit/story.js';
import { startTestApp, type TestApp } from '../support/app.js';

export interface Route {
  readonly method: string;
  readonly path: string;
}

/** The running program as an attacker meets it: its address, its whole list of routes, one person in the chain. */
export interface Target extends TestApp {
  readonly story: Story;
  readonly routes: readonly Route[];
  readonly person: Registered;
}

export async function startTarget(env: Record<string, string> = {}): Promise<Target> {
  const program = await startTestApp(env);
  const { door, closeDoor } = await createDoor(program.app);
  await closeDoor();
  const story = new Story(program.origin);
  const person = await story.register('CNOM', doctor());
  await program.settle();
  const seen = new Map(door.routes.map(({ method, path }) => [`${method} ${path}`, { method, path }]));
  return { ...program, story, person, routes: [...seen.values()] };
}

/** Puts something in the place of each parameter of a route. */
export const fill = (path: string, value: (name: string) => string): string =>
  path.replaceAll(/:(\w+)(\{[^}]*\})?/g, (_, name: string) => value(name)).replaceAll('*', value('*'));

/** The routes of pages and machine doors that answer GET, without middleware. */
export const readable = (routes: readonly Route[]): Route[] =>
  routes.filter(({ method, path }) => method === 'GET' && !path.endsWith('*'));

/** The routes that change something. */
export const changing = (routes: readonly Route[]): Route[] =>
  routes.filter(({ method }) => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method));

/** What a request gets: its status, the name of the error that ended it, or that a stack trace was shown. */
export async function statusOf(target: Target, path: string, init: RequestInit = {}): Promise<string> {
  try {
    const answer = await fetch(target.origin + path, {
      redirect: 'manual',
      signal: AbortSignal.timeout(120_000),
      ...init,
    });
    const stream = answer.headers.get('content-type')?.includes('event-stream');
    if (stream) await answer.body?.cancel();
    const text = stream ? '' : await answer.text();
    if (/\n\s+at .+:\d+:\d+/.test(text)) return `stack trace ${answer.status}`;
    return String(answer.status);
  } catch (error) {
    return (error as Error).name;
  }
}

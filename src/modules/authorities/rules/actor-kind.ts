import type { ActorKind } from './life-cycle.js';

const KINDS: Record<string, ActorKind> = {
  person: 'applicant',
  agent: 'agent',
  authority: 'authority',
  // Loads and imports speak for the authority whose file they carry.
  system: 'authority',
};

/** The kind of an actor such as `agent:12` or `system`; undefined for those who have no business with a file. */
export function actorKind(actor: string): ActorKind | undefined {
  const word = actor.split(':', 1)[0] ?? '';
  return Object.hasOwn(KINDS, word) ? KINDS[word] : undefined;
}

/** Who registers people one by one: the agent of an authority, or its own program. Loads and imports speak as `system`. */
const LIVING = /^(agent|authority):/;

/**
 * Whether a change of a person in the register is that an authority has just let him in: the first version of what it
 * knows of him, written by somebody. A load, an import and a later change order no card.
 */
export const isLivingRegistration = (
  event: { readonly origins?: Readonly<Record<string, number>> },
  actor: string,
): boolean => LIVING.test(actor) && Object.values(event.origins ?? {}).includes(1);

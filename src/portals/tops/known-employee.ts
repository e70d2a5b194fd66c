import { isNamed, searchRegister } from '../../modules/registry/index.js';
import type { Ctx } from '../../platform/context.js';
import { idNatOf } from '../ordres/sign-in/send-login-link.js';

/** An employee as his employer names him. */
export interface Named {
  readonly familyName: string;
  readonly givenName: string;
  /** YYYY-MM-DD. */
  readonly birthDate: string;
  /** RPPS number, where the employer knows one. */
  readonly number: string;
}

/** The identifier of an employee whom the register knows, by number or by names and birth date; undefined: no number. */
export async function idNatOfEmployee(ctx: Ctx, named: Named): Promise<string | undefined> {
  const typed = named.number === '' ? undefined : idNatOf(named.number);
  if (typed) return typed;
  const { people } = await searchRegister(ctx, {
    q: named.familyName,
    birthDate: named.birthDate,
    limit: 100,
  });
  return people.find((person) => person.state === 'active' && isNamed(person, named))?.idNat;
}

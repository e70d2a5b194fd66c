import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { basic } from './conformance/basic.js';
import { ciba } from './conformance/ciba.js';
import { type Cases, type Kit, kitOf } from './conformance/kit.js';
import { backchannel, logout } from './conformance/logout.js';
import { useSignedUp } from './signed-up.js';

let kit: Kit;
useSignedUp('nurse', (all) => {
  kit = kitOf(all);
});
// One person signs in oftener here than anybody may.
beforeEach(async () => {
  await sql`delete from platform.rate_limits`.execute(kit.w.ctx.db);
});

/**
 * The modules of the OpenID Foundation's conformance suite, by the names under which they are published: what each looks
 * at is tried here, or a sentence says why it does not apply.
 */
const PLANS: readonly (readonly [plan: string, cases: Cases, modules: number])[] = [
  ['oidcc-basic-certification-test-plan', basic, 38],
  ['oidcc-rp-initiated-logout-certification-test-plan', logout, 11],
  ['oidcc-backchannel-rp-initiated-logout-certification-test-plan', backchannel, 2],
  ['fapi-ciba-id1-test-plan (plain_fapi, poll and ping)', ciba, 43],
];

describe.each(PLANS)('%s', (_plan, cases, modules) => {
  it('has every published module', () => {
    expect(Object.keys(cases)).toHaveLength(modules);
    for (const one of Object.values(cases))
      if ('because' in one) expect(one.because.length).toBeGreaterThan(40);
  });

  const tried = Object.entries(cases).flatMap(([name, one]) =>
    'run' in one ? [[name, one.run] as const] : [],
  );

  it.each(tried)('%s', (_name, run) => run(kit));
});

import type { Config } from '../../../platform/config.js';
import { type Ctx, transaction } from '../../../platform/context.js';
import { certify, signRoot } from './certify.js';
import { keyStore } from './key-store.js';
import { recordCertificate } from './register.js';
import { AUTHORITIES, type AuthorityKey, authorityName, rootOf } from './rules/names.js';
import { type Authority, readAuthority, saveAuthority } from './store.js';

const ROOT_YEARS = 20;

const underWay = new WeakMap<Config, Map<AuthorityKey, Promise<Authority>>>();

/**
 * An authority of this installation; made at its first use, once by this process. Of several processes that make it at
 * the same time the first to write it wins; keys take seconds, so that no connection is held meanwhile.
 */
export async function authority(ctx: Ctx, name: AuthorityKey): Promise<Authority> {
  const held = await readAuthority(ctx, name);
  if (held) return held;
  const making = underWay.get(ctx.config) ?? new Map<AuthorityKey, Promise<Authority>>();
  underWay.set(ctx.config, making);
  const known = making.get(name);
  if (known) return known;
  const made = make(ctx, name).finally(() => making.delete(name));
  making.set(name, made);
  return made;
}

/**
 * Makes the authorities that are still missing, one after the other: a program that has just started has them before
 * anybody waits for them.
 */
export async function makeAuthorities(ctx: Ctx, stopping?: AbortSignal): Promise<void> {
  for (const name of AUTHORITIES) if (!stopping?.aborted) await authority(ctx, name);
}

async function make(ctx: Ctx, name: AuthorityKey): Promise<Authority> {
  const root = rootOf(name) === name ? undefined : await authority(ctx, rootOf(name));
  const keys = keyStore(ctx.config);
  const { reference, publicKey } = await keys.make(ctx.config.igcKeyBits);
  const subject = authorityName(name, ctx.config.profile === 'sandbox');
  const signed = root
    ? await certify(ctx, root, { profile: 'intermediate', subject, publicKey })
    : { certificate: await signRoot(ctx, { subject, publicKey, keyReference: reference }, ROOT_YEARS) };
  const made = {
    ...{ name, certificate: signed.certificate, keyReference: reference },
    root: root?.certificate ?? null,
  };
  const kept = await transaction(ctx, async (tx) => {
    const first = await saveAuthority(tx, made);
    if (first && 'notAfter' in signed) await recordCertificate(tx, signed);
    return first;
  });
  if (kept) return made;
  await keys.forget(reference);
  const winner = await readAuthority(ctx, name);
  if (!winner) throw new Error(`the authority ${name} was taken away`);
  return winner;
}

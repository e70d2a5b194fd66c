import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Config } from '../config.js';
import { seal, unseal } from '../secrets.js';

interface CookieOptions {
  readonly path?: string;
  readonly maxAgeSeconds?: number;
}

/** Sets an HttpOnly, SameSite=Lax cookie; Secure unless the origin is http on loopback. */
export function putCookie(
  c: Context,
  config: Config,
  name: string,
  value: string,
  options: CookieOptions = {},
): void {
  setCookie(c, name, value, {
    httpOnly: true,
    sameSite: 'Lax',
    secure: config.secureCookies,
    path: options.path ?? '/',
    ...(options.maxAgeSeconds !== undefined && { maxAge: options.maxAgeSeconds }),
  });
}

export const dropCookie = (c: Context, config: Config, name: string, path = '/'): void => {
  deleteCookie(c, name, { path, secure: config.secureCookies });
};

export const readCookie = (c: Context, name: string): string | undefined => getCookie(c, name);

/** An encrypted cookie: a draft that costs the database nothing. `purpose` keeps one use from passing for another. */
export function putSealedCookie(
  c: Context,
  config: Config,
  name: string,
  value: unknown,
  options: CookieOptions,
): void {
  putCookie(c, config, name, seal(config.secret, `cookie:${name}`, JSON.stringify(value)), options);
}

export function readSealedCookie(c: Context, config: Config, name: string): unknown {
  const sealed = getCookie(c, name);
  const text = sealed && unseal(config.secret, `cookie:${name}`, sealed);
  return text ? JSON.parse(text) : undefined;
}

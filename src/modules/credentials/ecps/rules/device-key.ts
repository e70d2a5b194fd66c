import { z } from 'zod';

const COORDINATE = /^[A-Za-z0-9_-]{43}$/;

const shape = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().regex(COORDINATE),
  y: z.string().regex(COORDINATE),
  d: z.undefined().optional(),
});

export interface DeviceKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/** The public key of a device, reduced to its four members; undefined for anything else, a private key included. */
export function readDeviceKey(jwk: unknown): DeviceKey | undefined {
  const { data } = shape.safeParse(jwk);
  return data && { kty: data.kty, crv: data.crv, x: data.x, y: data.y };
}

import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** Who made a key: what signs its statement, and the certificates from that one upwards, DER. */
export interface Maker {
  readonly key: KeyObject;
  readonly chain: readonly Uint8Array[];
}

/** What the key does otherwise than it should. */
export interface Faults {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  /** No finger and no code was shown. */
  readonly unverified?: boolean;
  readonly counter?: number;
  readonly foreignKey?: boolean;
}

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();
const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const WITH_KEY = 0x40;

/** A security key in software: WebAuthn §6.1 and §6.5, ES256; it says who made it where it is given a maker. */
export class SoftKey {
  readonly #id = randomBytes(24);
  readonly #key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  #counter = 0;

  constructor(private readonly origin: string) {}

  /** The answer to `navigator.credentials.create`, as a form sends it. */
  create(challenge: string, faults: Faults = {}, maker?: Maker): string {
    const { x = '', y = '' } = this.#key.publicKey.export({ format: 'jwk' });
    const cose = new Map<number, number | Uint8Array>([
      ...([
        [1, 2],
        [3, -7],
        [-1, 1],
      ] as const),
      [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
      [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.#id.length);
    const key = Buffer.concat([
      Buffer.alloc(16),
      length,
      this.#id,
      Buffer.from(isoCBOR.encode(cose as never)),
    ]);
    const authData = new Uint8Array(Buffer.concat([this.#data(WITH_KEY, faults), key]));
    const client = this.#client('webauthn.create', challenge, faults);
    const statement = new Map<string, unknown>();
    if (maker) {
      const signature = createSign('sha256').update(authData).update(sha256(client)).sign(maker.key);
      statement.set('alg', -7).set('sig', new Uint8Array(signature)).set('x5c', maker.chain);
    }
    const attestation = new Map<string, unknown>([
      ['fmt', maker ? 'packed' : 'none'],
      ['attStmt', statement],
      ['authData', authData],
    ]);
    return this.#answer({
      clientDataJSON: client.toString('base64url'),
      attestationObject: Buffer.from(isoCBOR.encode(attestation as never)).toString('base64url'),
    });
  }

  /** The answer to `navigator.credentials.get`. */
  get(challenge: string, faults: Faults = {}): string {
    const client = this.#client('webauthn.get', challenge, faults);
    const data = this.#data(0, faults);
    const by: KeyObject = faults.foreignKey
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
      : this.#key.privateKey;
    const signature = createSign('sha256').update(data).update(sha256(client)).sign(by);
    return this.#answer({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
    });
  }

  #client(type: string, challenge: string, faults: Faults): Buffer {
    const origin = faults.origin ?? this.origin;
    return Buffer.from(JSON.stringify({ type, challenge: faults.challenge ?? challenge, origin }));
  }

  #data(flags: number, faults: Faults): Buffer {
    this.#counter = faults.counter ?? this.#counter + 1;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.#counter);
    const all = flags | USER_PRESENT | (faults.unverified ? 0 : USER_VERIFIED);
    return Buffer.concat([sha256(faults.rpId ?? new URL(this.origin).hostname), Buffer.from([all]), counter]);
  }

  #answer(response: Record<string, string>): string {
    const id = this.#id.toString('base64url');
    return JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response });
  }
}

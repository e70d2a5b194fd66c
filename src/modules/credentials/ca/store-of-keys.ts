/** Where the private keys of authorities and of their responders are: made there, used there, never taken out. */
export interface KeyStore {
  /** Makes an RSA key. Out: its reference, and its public key as SubjectPublicKeyInfo. */
  make(bits: number): Promise<MadeKey>;
  /** Takes a key that was kept elsewhere. In: PKCS#8. Out: its reference. */
  adopt(pkcs8: Buffer): Promise<string>;
  /** Destroys a key that was made for nothing. */
  forget(reference: string): Promise<void>;
  /** SHA-256 with RSA. @throws KeyUnavailable */
  sign(reference: string, data: Uint8Array): Promise<Buffer>;
}

export interface MadeKey {
  readonly reference: string;
  readonly publicKey: Buffer;
}

/** A key of the installation is not where it is looked for, or was encrypted under another secret. */
export class KeyUnavailable extends Error {}

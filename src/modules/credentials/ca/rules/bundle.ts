import { explicit, integer, objectId, sequence, set } from './der.js';

/** Certificates as one .p7b file: a PKCS#7 that signs nothing (RFC 2315 §9.1). */
export const certificateBundle = (certificates: readonly Uint8Array[]): Buffer =>
  sequence(
    objectId('1.2.840.113549.1.7.2'),
    explicit(
      0,
      sequence(
        integer(1),
        set(),
        sequence(objectId('1.2.840.113549.1.7.1')),
        explicit(0, ...certificates),
        set(),
      ),
    ),
  );

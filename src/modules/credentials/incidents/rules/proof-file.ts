/** What a proof of identity may weigh, bytes. */
export const LARGEST_PROOF = 3 * 1024 * 1024;

/** What a proof of identity may be, and the first bytes that say so. */
const SIGNATURES: readonly (readonly [ProofType, readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
];

export type ProofType = 'application/pdf' | 'image/jpeg' | 'image/png';

/** What the bytes of a proof are, whatever their name says; or why they are none. */
export function proofType(bytes: Uint8Array): ProofType | 'missing' | 'too-large' | 'unknown' {
  if (bytes.length === 0) return 'missing';
  if (bytes.length > LARGEST_PROOF) return 'too-large';
  const found = SIGNATURES.find(([, first]) => first.every((byte, i) => bytes[i] === byte));
  return found?.[0] ?? 'unknown';
}

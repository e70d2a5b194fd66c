/** DER certificates as one PEM text. */
export const certificatesPem = (ders: readonly Uint8Array[]): string =>
  ders.map((der) => pem('CERTIFICATE', der)).join('');

/** One of them. */
export const certificatePem = (der: Uint8Array): string => certificatesPem([der]);

/** A PKCS#8 private key as PEM. */
export const keyPem = (pkcs8: Uint8Array): string => pem('PRIVATE KEY', pkcs8);

function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** What stands for a sign that the description of an error may not have and that loses more than an accent. */
const SIGNS: Readonly<Record<string, string>> = {
  ...{ '’': "'", '‘': "'", '"': "'", '«': "'", '»': "'", '\\': '/' },
  ...{ '…': '...', '–': '-', '—': '-', œ: 'oe', Œ: 'OE', æ: 'ae', Æ: 'AE' },
};

/**
 * A sentence as `error_description` may hold it (RFC 6749 §5.2, RFC 7591 §3.2.2): ASCII without accents, quotation marks or
 * backslashes; `?` for any other sign.
 */
export function errorDescription(sentence: string): string {
  return sentence
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/« | »/gu, "'")
    .replaceAll(/\s/gu, ' ')
    .replaceAll(/["\\]|[^\x20-\x7e]/gu, (sign) => SIGNS[sign] ?? '?');
}

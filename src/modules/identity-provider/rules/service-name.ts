const LONGEST = 100;
/** A word that mixes Latin letters with those of another script: made to be taken for another one. */
const MIXED =
  /(?=[\p{L}\p{M}]*\p{Script=Latin})(?=[\p{L}\p{M}]*(?![\p{Script=Latin}\p{Script=Common}])\p{L})\p{L}/u;

/**
 * What is wrong with the name of a service, undefined when nothing is. People decide by it, on the sign-in page and on
 * the phone: it has to be read as it is written, so no invisible, reversing or line-breaking sign (Unicode UTS 39).
 */
export function serviceNameProblem(name: string): string | undefined {
  const typed = name.trim();
  if (typed === '') return 'Donnez le nom du service.';
  if (typed.length > LONGEST) return `Le nom du service a ${LONGEST} signes au plus.`;
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(typed) || /\p{M}{3}/u.test(typed) || !/[\p{L}\p{N}]/u.test(typed))
    return 'Le nom du service se lit : des lettres, sans signe invisible.';
  if (MIXED.test(typed)) return 'Le nom du service mélange des alphabets dans un même mot.';
  return undefined;
}

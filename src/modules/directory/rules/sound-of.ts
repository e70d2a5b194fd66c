// In this order: what several letters say together goes before what one letter says alone.
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/(er|et|ez|es)$/, 'e'],
  [/ph/g, 'f'],
  [/sch|sh|ch/g, 'x'],
  [/gn/g, 'n'],
  [/eaux?|aul[td]$|au[dt]$|aux?|o[dst]$/g, 'o'],
  [/oi|oy/g, 'wa'],
  [/ai|ei|ay|ey/g, 'e'],
  [/ou/g, 'u'],
  [/qu?|ck/g, 'k'],
  [/c(?=[eiy])/g, 's'],
  [/c/g, 'k'],
  [/gu(?=[ei])/g, 'g'],
  [/g(?=[eiy])/g, 'j'],
  [/ien/g, 'iin'],
  [/[ae][nm](?=[^aeiouy]|$)/g, 'an'],
  [/[iyu][nm](?=[^aeiouy]|$)/g, 'in'],
  [/h/g, ''],
  [/y/g, 'i'],
  [/w/g, 'v'],
  [/z/g, 's'],
  [/(.)\1+/g, '$1'],
  [/[estdxpz]+$/, ''],
];

/**
 * How a French name sounds, roughly: names that sound alike are written alike. In: a folded word. Out: a short text,
 * the word itself when nothing of it is left.
 */
export function soundOf(word: string): string {
  const sound = SOUNDS.reduce((said, [letters, as]) => said.replace(letters, as), word);
  return sound === '' ? word : sound;
}

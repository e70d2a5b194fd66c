const BROWSERS: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/OPR\//, 'Opera'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/Windows/, 'Windows'],
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

const nameOf = (list: readonly [RegExp, string][], text: string) =>
  list.find(([pattern]) => pattern.test(text))?.[1];

/** Where a sign-in comes from, in words for the phone: `Firefox sur Windows`. In: the User-Agent header. */
export function placeOf(userAgent: string | undefined): string {
  const text = userAgent ?? '';
  const browser = nameOf(BROWSERS, text);
  const system = nameOf(SYSTEMS, text);
  if (browser && system) return `${browser} sur ${system}`;
  return browser ?? system ?? 'un poste de travail';
}

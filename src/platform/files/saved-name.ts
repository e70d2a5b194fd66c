/** What browsers and file managers put before the extension of a second copy: ` (1)`, `-1`, ` - Copie (2)`, ` copie 2`. */
const SECOND =
  /(?: ?\((?:\d{1,3}|copie(?: \d+)?|copy(?: \d+)?)\)|-\d{1,2}| (?:- )?(?:copie|copy)(?: \d+)?)$/i;

const EXTENSIONS = /(?:\.(?:txt|csv|json|zip|gz))*$/i;

/** The name under which a file was published, of one that was saved beside another of that name. */
export function publishedName(saved: string): string {
  const end = EXTENSIONS.exec(saved)?.index ?? saved.length;
  let name = saved.slice(0, end);
  while (SECOND.test(name)) name = name.replace(SECOND, '');
  return `${name}${saved.slice(end)}`;
}

/** What the rejected lines of a file leave unsaid; kept with the load, for the day it is applied. */
export interface Damage {
  /** Keys named by a rejected line: what is known of them stays, whatever the other lines say. */
  readonly leftAlone?: readonly string[];
  /** Rejected lines that name nobody: each may stand for anybody whom the file does not name. */
  readonly nameless?: number;
}

/** Why a line without any character is rejected. It stands for nobody. */
export const BLANK_LINE = 'ligne vide';

/** Beyond, a damaged line counts as one that names nobody. */
const MOST_NAMED = 50_000;

/** Collects what the rejected lines of one file name all the same. */
export class DamagedLines {
  private readonly named = new Set<string>();
  private nameless = 0;

  /** In: why a line is rejected, the keys that can be read in it. */
  add(reason: string, named: readonly string[]): void {
    if (reason === BLANK_LINE) return;
    if (named.length === 0 || this.named.size >= MOST_NAMED) this.nameless += 1;
    else for (const key of named) this.named.add(key);
  }

  /** In: whether a person has read the rejected lines and knows that they speak of nobody held here. */
  damage(closeAbsent = false): Damage {
    return {
      ...(this.named.size > 0 && { leftAlone: [...this.named].sort() }),
      ...(this.nameless > 0 && !closeAbsent && { nameless: this.nameless }),
    };
  }
}

/** That nothing is closed by a file of which some lines name nobody, in a sentence; none for any other file. */
export function waitingClosures({ nameless = 0 }: Damage): string[] {
  if (nameless === 0) return [];
  const lines =
    nameless === 1
      ? '1 ligne rejetée ne dit pas de qui elle parle'
      : `${nameless} lignes rejetées ne disent pas de qui elles parlent`;
  return [
    `${lines} : ce que ce fichier ne nomme plus reste ouvert jusqu’au prochain fichier sain, ou jusqu’à un chargement avec --close-absent.`,
  ];
}

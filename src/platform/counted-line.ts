import type { Log } from './log.js';

const A_MINUTE = 60_000;

/**
 * A line of the log for what callers may do as often as they like: the first is told at once, then the number of the others,
 * once a minute at most. In: the words of the line. Out: to be called each time.
 */
export function countedLine(log: Pick<Log, 'info'>, words: string, everyMs = A_MINUTE): () => void {
  let count = 0;
  let resting = false;
  const tell = (): void => {
    resting = count > 0;
    if (!resting) return;
    log.info({ count }, words);
    count = 0;
    setTimeout(tell, everyMs).unref();
  };
  return () => {
    count += 1;
    if (!resting) tell();
  };
}

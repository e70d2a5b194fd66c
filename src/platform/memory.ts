import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/**
 * Collects garbage now: some tens of milliseconds. Where memory is plentiful V8 lets hundreds of megabytes of past people
 * lie before it does; whoever goes through a whole nation does so in the same memory whatever its size.
 */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}

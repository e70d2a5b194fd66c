const WIDTH = 30;
const EVERY_MS = 100;

/**
 * A bar on standard error, redrawn at most ten times a second; nothing at all when nobody watches a terminal.
 * Out: `show(done, all, text)` draws it, `clear()` takes it away.
 */
export function progressBar(terminal: NodeJS.WriteStream = process.stderr) {
  let drawn = 0;
  return {
    show(done: number, all: number, text: string): void {
      if (!terminal.isTTY || (done < all && performance.now() - drawn < EVERY_MS)) return;
      drawn = performance.now();
      const share = all > 0 ? done / all : 1;
      const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░');
      terminal.write(`\r${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${text}\x1b[K`);
    },
    clear(): void {
      if (terminal.isTTY) terminal.write('\r\x1b[K');
    },
  };
}

import { Agent, type IncomingMessage, request } from 'node:http';
import { performance } from 'node:perf_hooks';

/** A caller that keeps its connections, as programs do. */
export interface Caller {
  /** The bytes of an answer. @throws when it is not 200 */
  get(path: string): Promise<Buffer>;
  /** Answers a second, asked for by `workers` at once, each as soon as the one before has come. */
  rate(paths: readonly string[], seconds: number, workers?: number): Promise<number>;
  /** Milliseconds of each answer, asked for one after the other. */
  latencies(paths: readonly string[]): Promise<number[]>;
  close(): void;
}

export function caller(origin: string, headers: Readonly<Record<string, string>> = {}): Caller {
  const agent = new Agent({ keepAlive: true });
  const get = (path: string): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const sent = request(origin + path, { agent, headers }, (response: IncomingMessage) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const body = Buffer.concat(parts);
          if (response.statusCode === 200) resolve(body);
          else reject(new Error(`${path} : ${response.statusCode} ${body.toString().slice(0, 300)}`));
        });
      });
      sent.on('error', reject);
      sent.end();
    });
  return {
    get,
    async rate(paths, seconds, workers = 8) {
      const end = performance.now() + seconds * 1000;
      let done = 0;
      const work = async () => {
        while (performance.now() < end) await get(paths[done++ % paths.length] ?? '/');
      };
      const begun = performance.now();
      await Promise.all(Array.from({ length: workers }, work));
      return (done * 1000) / (performance.now() - begun);
    },
    async latencies(paths) {
      const times: number[] = [];
      for (const path of paths) {
        const begun = performance.now();
        await get(path);
        times.push(performance.now() - begun);
      }
      return times;
    },
    close: () => agent.destroy(),
  };
}

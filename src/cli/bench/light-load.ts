import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What came in some seconds, and the time of the processor that the callers themselves took. */
export interface Load {
  readonly answers: number;
  readonly seconds: number;
  readonly callersSeconds: number;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');
const GOOD = Buffer.from('HTTP/1.1 200 ');

/**
 * Asks for addresses over connections that are kept, each as soon as the answer before has come. The callers are programs
 * elsewhere that happen to share the processors here: they write bytes that were made before, and read of an answer only
 * where it ends. @throws when an answer is not a 200 of a stated length
 */
export async function lightLoad(
  origin: string,
  paths: readonly string[],
  seconds: number,
  connections: number,
): Promise<Load> {
  const { hostname, port, host } = new URL(origin);
  const requests = paths.map((path) =>
    Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 'latin1'),
  );
  const sockets = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      await once(socket, 'connect');
      return socket;
    }),
  );
  const [begun, used] = [performance.now(), process.cpuUsage()];
  const end = begun + seconds * 1000;
  let next = 0;
  const another = () => (performance.now() < end ? requests[next++ % requests.length] : undefined);
  const answers = await Promise.all(sockets.map((socket) => conversation(socket, another)));
  const { user, system } = process.cpuUsage(used);
  return {
    answers: answers.reduce((sum, n) => sum + n, 0),
    seconds: (performance.now() - begun) / 1000,
    callersSeconds: (user + system) / 1e6,
  };
}

/** One connection, until there is nothing more to ask. Out: how many answers came. */
function conversation(socket: Socket, another: () => Buffer | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    let [answers, left] = [0, 0];
    let head: Buffer = Buffer.alloc(0);
    const ask = () => {
      const request = another();
      if (request) socket.write(request);
      else socket.end(() => resolve(answers));
    };
    socket.on('error', reject);
    socket.on('data', (bytes) => {
      if (left === 0) {
        head = head.length === 0 ? bytes : Buffer.concat([head, bytes]);
        const whole = lengthOf(head);
        if (whole === undefined) return;
        if (Number.isNaN(whole)) return void socket.destroy(new Error(head.toString('latin1').slice(0, 300)));
        left = whole - head.length;
        head = head.subarray(0, 0);
      } else left -= bytes.length;
      if (left > 0) return;
      answers += 1;
      ask();
    });
    ask();
  });
}

/** Bytes of an answer with its head; undefined while its head is not whole, NaN when it is not the one that is wanted. */
function lengthOf(head: Buffer): number | undefined {
  const end = head.indexOf(END_OF_HEAD);
  if (end < 0) return undefined;
  if (!head.subarray(0, GOOD.length).equals(GOOD)) return Number.NaN;
  const stated = /\r\ncontent-length: *(\d+)/i.exec(head.toString('latin1', 0, end));
  return stated ? end + END_OF_HEAD.length + Number(stated[1]) : Number.NaN;
}

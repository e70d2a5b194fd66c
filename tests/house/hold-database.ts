// Run by the tests: holds the embedded database of argv[2] until its standard input ends, or is killed.
import { attachEmbedded, DataDirInUse, startEmbedded } from '../../src/platform/db/embedded.js';

const dataDir = process.argv[2] ?? '';
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

if (process.argv[3] === 'attach') {
  say({ attached: await attachEmbedded(dataDir) });
} else {
  try {
    const server = await startEmbedded({ dataDir });
    say({ url: server.url, adopted: server.adopted });
    process.stdin.resume().once('end', async () => {
      await server.stop();
      say({ stopped: true });
    });
  } catch (error) {
    say({ refused: error instanceof DataDirInUse, message: String(error) });
  }
}

import { Agent, request } from 'node:https';
import { connectToEsculape } from '../../testing/index.js';
import { print } from '../command.js';
import type { BenchedProgram } from './child.js';
import { authorizeUrl, BACK, call, esculape } from './provider-calls.js';

const WORKERS = 8;

/**
 * Cards at the port that asks for them: a whole handshake each time, the certificate and the card looked up, the page
 * that asks the code. In seconds of processor, since the caller signs on the same machine. @param seconds of the measure
 */
export async function measureCards(program: BenchedProgram, seconds: number): Promise<void> {
  const psc = connectToEsculape(program.origin);
  const client = await psc.client({ redirectUris: [BACK] });
  const { idNat } = await psc.person({ profession: '10' });
  const { pkcs12, password } = await psc.card(idNat);
  const { location } = await call(authorizeUrl(esculape(psc.issuer, client)), { headers: {}, expect: 303 });
  const page = `${program.cardOrigin}/carte/${location.split('/').pop()}`;
  // The authority of this folder is known to nobody; a ticket would spare the handshake.
  const options = { pfx: pkcs12, passphrase: password, rejectUnauthorized: false };
  const agent = new Agent({ ...options, keepAlive: false, maxCachedSessions: 0 });
  await show(page, agent);
  const [begun, used] = [performance.now(), program.processor()];
  let shown = 0;
  const work = async () => {
    for (; performance.now() - begun < seconds * 1000; shown += 1) await show(page, agent);
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  const rate = (shown * 1000) / (performance.now() - begun);
  const perCore = shown / (program.processor() - used);
  print(
    `${'cartes présentées'.padEnd(41)} ${rate.toFixed(0)}/s, ${perCore.toFixed(0)}/s par cœur   (visé : 250/s)`,
  );
}

function show(page: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(page, { agent }, (answer) => {
      answer.resume();
      answer.on('end', () =>
        answer.statusCode === 200 ? resolve() : reject(new Error(`la carte : ${answer.statusCode}`)),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

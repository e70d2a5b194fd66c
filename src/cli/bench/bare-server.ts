import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

// What any server has to do at least: read the bytes by a key, send them. Run in a process of its own by the benches.
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 12 });
const server = createServer(async (request, response) => {
  const found = await pool.query<{ body: Buffer }>('select body from bench_answers where path = $1', [
    request.url,
  ]);
  response.writeHead(found.rows[0] ? 200 : 404, { 'content-type': 'application/fhir+json; charset=utf-8' });
  response.end(found.rows[0]?.body);
});
server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});

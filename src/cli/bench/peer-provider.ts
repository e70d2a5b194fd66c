import { createServer } from 'node:http';
import { type AddressInfo, createServer as probe } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { type Adapter, type AdapterPayload } from 'oidc-provider';
import pg from 'pg';

// The peer of `bench signin`: the engine alone, on a plain PostgreSQL adapter, with the same kinds of tokens (signed JWT
// access tokens, opaque refresh tokens that rotate), and a page that signs everybody in. In a process of its own.
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 12 });
await pool.query(`create table if not exists bench_artifacts (model text, id text, payload jsonb, grant_id text, uid text,
  consumed_at timestamptz, expires_at timestamptz, primary key (model, id))`);
await pool.query('create index if not exists bench_artifacts_uid on bench_artifacts (uid)');
await pool.query('create index if not exists bench_artifacts_grant on bench_artifacts (grant_id)');

function adapter(model: string): Adapter {
  const found = async (text: string, values: unknown[]): Promise<AdapterPayload | undefined> => {
    const { rows } = await pool.query<{ payload: AdapterPayload; consumed: boolean }>(text, values);
    const [row] = rows;
    return row && { ...row.payload, ...(row.consumed && { consumed: 1 }) };
  };
  const columns =
    'select payload, consumed_at is not null consumed from bench_artifacts where expires_at > now() and';
  return {
    async upsert(id, payload, expiresIn) {
      await pool.query(
        `insert into bench_artifacts values ($1, $2, $3, $4, $5, null, now() + make_interval(secs => $6))
         on conflict (model, id) do update set payload = excluded.payload, expires_at = excluded.expires_at`,
        [
          model,
          id,
          JSON.stringify(payload),
          payload.grantId ?? null,
          payload.uid ?? null,
          expiresIn ?? 14_400,
        ],
      );
    },
    find: (id) => found(`${columns} model = $1 and id = $2`, [model, id]),
    findByUid: (uid) => found(`${columns} model = $1 and uid = $2`, [model, uid]),
    findByUserCode: async () => undefined,
    async consume(id) {
      await pool.query('update bench_artifacts set consumed_at = now() where model = $1 and id = $2', [
        model,
        id,
      ]);
    },
    async destroy(id) {
      await pool.query('delete from bench_artifacts where model = $1 and id = $2', [model, id]);
    },
    async revokeByGrantId(grantId) {
      await pool.query('delete from bench_artifacts where grant_id = $1', [grantId]);
    },
  };
}

const { privateKey } = await generateKeyPair('RS256', { extractable: true });
const key = { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'bench' };
const held = probe().listen(0, '127.0.0.1');
await new Promise((resolve) => held.once('listening', resolve));
const { port } = held.address() as AddressInfo;
await new Promise((resolve) => held.close(resolve));
const issuer = `http://127.0.0.1:${port}`;
const resource = 'https://bench.example/api';
const provider = new Provider(issuer, {
  adapter,
  jwks: { keys: [key] },
  clients: [
    {
      client_id: 'bench',
      client_secret: process.env.CLIENT_SECRET ?? '',
      redirect_uris: ['http://localhost:1/retour'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    },
  ],
  findAccount: (_ctx, accountId) => ({
    accountId,
    claims: () => ({ sub: accountId, given_name: 'Camille', family_name: 'Exemple' }),
  }),
  cookies: { keys: ['bench'] },
  // Nobody is asked to consent, and each sign-in has a grant of its own, as at Pro Santé Connect.
  async loadExistingGrant(ctx) {
    const { account, client } = ctx.oidc;
    if (!account || !client) return undefined;
    const grant = new ctx.oidc.provider.Grant({ accountId: account.accountId, clientId: client.clientId });
    grant.addOIDCScope('openid profile');
    grant.addResourceScope(resource, 'openid');
    await grant.save();
    return grant;
  },
  pkce: { required: () => false },
  // By default the engine rotates the tokens of such a service near their end only: ours rotates them all.
  rotateRefreshToken: true,
  issueRefreshToken: async () => true,
  features: {
    devInteractions: { enabled: false },
    introspection: { enabled: true, allowedPolicy: async () => true },
    resourceIndicators: {
      enabled: true,
      // A token for userinfo cannot be a JWT in this engine: the resource is only asked for where it is not needed.
      defaultResource: async () => [],
      useGrantedResource: async () => true,
      getResourceServerInfo: () => ({ scope: 'openid', accessTokenFormat: 'jwt', audience: resource }),
    },
  },
  interactions: { url: (_ctx, interaction) => `/entrer/${interaction.uid}` },
});
provider.proxy = false;
const answer = provider.callback();
const server = createServer(async (req, res) => {
  if (!req.url?.startsWith('/entrer/')) return void (await answer(req, res));
  await provider.interactionFinished(req, res, { login: { accountId: 'bench-person', remember: true } });
});
server.listen(port, '127.0.0.1', () => process.send?.(port));

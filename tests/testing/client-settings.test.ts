import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type World, world } from '../identity-provider/world.js';

const FOLDER = 'examples/clients';
const files = readdirSync(FOLDER).filter((name) => name !== 'README.md');

let w: World;
let found: Record<string, unknown>;

beforeAll(async () => {
  w = await world();
  found = (await (await fetch(`${w.issuer}/.well-known/openid-configuration`)).json()) as typeof found;
});
afterAll(() => w.close());

const settings = (name: string) => readFileSync(`${FOLDER}/${name}`, 'utf8').replaceAll('{issuer}', w.issuer);

/** What a product reads in these settings, by the names of discovery. */
const KEYCLOAK = {
  issuer: 'issuer',
  authorizationUrl: 'authorization_endpoint',
  tokenUrl: 'token_endpoint',
  userInfoUrl: 'userinfo_endpoint',
  logoutUrl: 'end_session_endpoint',
  jwksUrl: 'jwks_uri',
} as const;

describe('the settings of usual clients', () => {
  it.each(files)('name only what this Pro Santé Connect has: %s', async (name) => {
    const text = settings(name);
    const addresses = text.match(/http:\/\/[^\s"')]+/g) ?? [];
    const known = [...Object.values(found), `${w.issuer}/.well-known/openid-configuration`];
    const service = addresses.filter((address) => !address.startsWith(w.issuer));
    expect(service).toEqual([]);
    for (const address of addresses) expect(known).toContain(address);
    expect(addresses.length).toBeGreaterThan(0);
    for (const scope of ['openid', 'scope_all']) {
      expect(text).toContain(scope);
      expect(found.scopes_supported).toContain(scope);
    }
    if (text.includes('acr_values=') || text.includes('AcrValues')) expect(text).toContain('eidas1');
    expect(found.acr_values_supported).toContain('eidas1');
    expect(found.code_challenge_methods_supported).toEqual(['S256']);
    expect(found.token_endpoint_auth_methods_supported).toContain('client_secret_basic');
  });

  it('of Keycloak are those of discovery, one by one', () => {
    const { config } = JSON.parse(settings('keycloak-identity-provider.json')) as {
      config: Record<string, string>;
    };
    for (const [name, member] of Object.entries(KEYCLOAK)) expect(config[name]).toBe(found[member]);
  });

  it('of Spring name claims that userinfo gives', () => {
    const attribute = /user-name-attribute: (\w+)/.exec(settings('spring-application.yml'))?.[1];
    expect(found.claims_supported).toContain(attribute);
    const remote = /OIDCRemoteUserClaim\s+(\w+)/.exec(settings('mod_auth_openidc.conf'))?.[1];
    expect(found.claims_supported).toContain(remote);
    const exported = [...settings('lemonldap-ng.sh').matchAll(/ExportedVars\/psc \w+ (\w+)/g)];
    expect(exported.map(([, claim]) => claim)).toEqual(['SubjectNameID', 'family_name', 'given_name']);
    for (const [, claim] of exported) expect(found.claims_supported).toContain(claim);
  });
});

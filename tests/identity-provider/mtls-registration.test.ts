import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerService } from '../../src/modules/identity-provider/index.js';
import { readMetadata } from '../../src/modules/identity-provider/registration/client-metadata.js';
import type { GivenOptions } from '../../src/modules/identity-provider/rules/service-options.js';
import { type TestContext, testContext } from '../support/context.js';

const BACK = 'http://localhost:1/retour';
const SUBJECT = `CN=logiciel,OU=1990000019,O=CLINIQUE D’ESSAI,ST=Paris (75),C=FR`;

let w: TestContext;
beforeAll(async () => {
  w = await testContext();
});
afterAll(() => w.close());

const register = (options: GivenOptions) =>
  registerService(w.ctx, { name: 'Logiciel de clinique', redirectUris: [BACK], options });

const byTls: GivenOptions = { authentication: 'tls_client_auth', tls: { subjectDn: SUBJECT } };

describe('a service', () => {
  it('is registered with the subject of its certificate, and refused when its choices contradict each other', async () => {
    const codes = async (options: GivenOptions) =>
      register(options).then(
        () => [],
        (error: { fields?: { field: string }[] }) => (error.fields ?? []).map(({ field }) => field),
      );
    expect(await codes(byTls)).toEqual([]);
    expect((await codes({ authentication: 'tls_client_auth' })).join()).toContain('tls');
    expect((await codes({ ...byTls, tls: { subjectDn: 'logiciel' } })).join()).toContain('tls');
    expect((await codes({ ...byTls, nationalCnf: true })).join()).toContain('nationalCnf');
    expect((await codes({ ...byTls, certificateBoundTokens: true, dpop: true })).join()).toContain(
      'certificateBoundTokens',
    );
  });

  it('registers itself by program with its subject, never with another name of its certificate', () => {
    expect(readMetadata({ ...METADATA, tls_client_auth_subject_dn: SUBJECT })).toMatchObject({
      service: {
        options: {
          authentication: 'tls_client_auth',
          tls: { subjectDn: SUBJECT },
          certificateBoundTokens: true,
        },
      },
    });
    expect(readMetadata({ ...METADATA, tls_client_auth_san_dns: 'sante.example' })).toMatchObject({
      fault: { error: 'invalid_client_metadata' },
    });
  });
});

const METADATA = {
  ...{ client_name: 'Logiciel', redirect_uris: [BACK], token_endpoint_auth_method: 'tls_client_auth' },
  tls_client_certificate_bound_access_tokens: true,
};

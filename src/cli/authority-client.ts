import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { JSONWebKeySet } from 'jose';
import {
  registerAuthorityClient,
  registerMailOperatorClient,
  registerRestrictedClient,
} from '../modules/access/index.js';
import { authority } from '../modules/authorities/index.js';
import { certificates } from '../modules/credentials/index.js';
import { messagingErrors, operatorByCode, registerOperator } from '../modules/messaging/index.js';
import { readConfig } from '../platform/config.js';
import { Refusal } from '../platform/errors.js';
import { type Command, print } from './command.js';
import { withContext } from './with-context.js';

/** Lets the information system of an authority ask for tokens (private_key_jwt, RFC 7523). */
export const authorityClient: Command = {
  name: 'authority-client',
  usage: '<autorité> <clés.json>',
  summary: 'enregistre les clés publiques du programme d’une autorité (JWK Set)',
  async run([code, file]) {
    if (!code || !file || !authority(code)) {
      print(
        'Usage : esculape authority-client <autorité, par exemple CNOM> <fichier JWK Set de clés publiques>',
      );
      return 2;
    }
    return register(file, (ctx, jwks) => registerAuthorityClient(ctx, { authority: code, jwks }));
  },
};

/** Lets a program ask for tokens of the `restricted` scope: extraction of Pro Santé Connect, whole records. */
export const restrictedClient: Command = {
  name: 'restricted-client',
  usage: '<code> <clés.json> [--certificat <certificat.pem|aucun>]',
  summary: 'enregistre les clés publiques d’un programme habilité aux données protégées (JWK Set)',
  help: [
    '--certificat  le programme est lié au sujet de ce certificat logiciel : tout autre est refusé.',
    '              « aucun » défait ce lien. Sans cette option, rien ne change.',
  ],
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { certificat: { type: 'string' } },
      allowPositionals: true,
    });
    const [code, file] = positionals;
    if (!code || !file || !/^[\w-]{1,40}$/.test(code)) {
      print(`Usage : esculape restricted-client ${restrictedClient.usage}`);
      return 2;
    }
    return register(file, async (ctx, jwks) => {
      const certificateDn = await subjectIn(ctx, values.certificat);
      return registerRestrictedClient(ctx, {
        code,
        jwks,
        ...(certificateDn !== undefined && { certificateDn }),
      });
    });
  },
};

/** The subject of the certificate in a file; null for `aucun`. @throws Refusal for another than a software certificate */
async function subjectIn(ctx: World, file: string | undefined): Promise<string | null | undefined> {
  if (file === undefined) return undefined;
  if (file === 'aucun') return null;
  const presented = await certificates.presentedCertificate(ctx, readCertificate(file));
  if (certificates.identifies(presented) && 'subjectDn' in presented) return presented.subjectDn;
  throw notOurs(file);
}

function readCertificate(file: string): X509Certificate {
  try {
    return new X509Certificate(readFileSync(file));
  } catch {
    throw notOurs(file);
  }
}

const notOurs = (file: string): Refusal =>
  new Refusal({
    code: 'cli.certificate',
    status: 422,
    message: `${file} n’est pas un certificat logiciel d’authentification (ORG AUTH_CLI) en cours, émis ici.`,
  });

/** Registers an operator of MSSanté mailboxes with his domains, or gives his program its public keys. */
export const mailOperator: Command = {
  name: 'mail-operator',
  usage: '<code> <nom> <contact> <domaine,domaine…> | <code> <clés.json>',
  summary:
    'enregistre un opérateur de messagerie MSSanté et ses domaines, ou les clés publiques de son programme',
  async run([code, name, contact, domains]) {
    if (code && name && contact === undefined)
      return register(name, async (ctx, jwks) => {
        if (!(await operatorByCode(ctx, code))) throw messagingErrors.unknownOperator();
        return registerMailOperatorClient(ctx, { operator: code, jwks });
      });
    if (!code || !name || !contact || !domains) {
      print(`Usage : esculape mail-operator ${mailOperator.usage}`);
      return 2;
    }
    return withContext(readConfig(process.env), async (ctx) => {
      try {
        await registerOperator(ctx, { code, name, contact, domains: domains.split(',') });
        print(`L’opérateur ${code} tient ${domains}.`);
        return 0;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        print(error.message);
        return 1;
      }
    });
  },
};

type World = Parameters<Parameters<typeof withContext>[1]>[0];

async function register(
  file: string,
  keep: (ctx: World, jwks: JSONWebKeySet) => Promise<string>,
): Promise<number> {
  const jwks = readJwks(file);
  if (!jwks) return 1;
  return withContext(readConfig(process.env), async (ctx) => {
    try {
      print(`client_id  ${await keep(ctx, jwks)}`);
      return 0;
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof Refusal)) throw error;
      print(error instanceof Refusal ? error.message : KEYS_REFUSED);
      return 1;
    }
  });
}

const KEYS_REFUSED = 'Ces clés sont refusées : il faut des clés publiques asymétriques.';

function readJwks(file: string): JSONWebKeySet | undefined {
  try {
    const read = JSON.parse(readFileSync(file, 'utf8')) as { keys?: unknown };
    if (Array.isArray(read.keys)) return read as JSONWebKeySet;
    print('Ce fichier n’est pas un JWK Set : il lui manque « keys ».');
  } catch (error) {
    print(`Ce fichier ne se lit pas : ${(error as Error).message}`);
  }
  return undefined;
}

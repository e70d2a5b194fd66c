import { DELIVERIES } from '../rules/deliveries.js';
import { EXTRACTS } from './catalogue.js';
import { EXTRACTION_PATH, SERVICES_PATH } from './paths.js';

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const text = { type: 'string' };
const coded = { type: 'object', properties: { code: text, label: text }, required: ['code', 'label'] };

/** The description of the web services of the directory (OpenAPI 3.1). In: the origin of the program. */
export const openApi = (origin: string) => ({
  openapi: '3.1.0',
  info: {
    title: 'Annuaire Santé : services web',
    version: 'V300',
    description:
      'Requête unitaire et extractions. La même question se pose aussi en FHIR R4 sur /fhir/v2 (CapabilityStatement : /fhir/v2/metadata).',
  },
  servers: [{ url: origin }],
  paths: {
    [`${SERVICES_PATH}/personnes/{idNat}`]: { get: unitary },
    [EXTRACTION_PATH]: { get: list },
    [`${EXTRACTION_PATH}/{code}`]: { get: whole, head: { ...whole, operationId: 'enteteExtraction' } },
    [`${EXTRACTION_PATH}/{code}/delta`]: { get: delta },
    [`${EXTRACTION_PATH}/{code}/datapackage.json`]: { get: description },
  },
  components: {
    securitySchemes: {
      restricted: {
        type: 'oauth2',
        flows: {
          clientCredentials: {
            tokenUrl: `${origin}/api/oauth/token`,
            scopes: { restricted: 'Données protégées' },
          },
        },
      },
    },
    schemas: {
      Problem: { type: 'object', properties: { code: text, title: text, status: { type: 'integer' } } },
      Person: {
        type: 'object',
        required: ['idNat', 'exercises'],
        properties: {
          idNat: { ...text, description: 'Identifiant national, type et numéro' },
          rpps: text,
          exercises: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                ...{ civility: coded, name: text, givenName: text, profession: coded, category: coded },
                skills: { type: 'array', items: { type: 'object' } },
                activities: { type: 'array', items: { type: 'object' } },
                guarantor: coded,
              },
            },
          },
          diplomas: { type: 'array', items: { type: 'object' } },
          authorisations: { type: 'array', items: { type: 'object' } },
          mailboxes: { type: 'array', items: { type: 'object' } },
          complement: {
            type: 'object',
            description: 'Profil V1 et jeton de portée restricted seulement',
          },
        },
      },
    },
  },
});

const PROFILE = {
  ...{ name: 'profil', in: 'query', required: false },
  schema: { type: 'string', enum: DELIVERIES.map(({ profile }) => profile), default: 'V1' },
  description: DELIVERIES.map(({ profile, content }) => `${profile} : ${content}`).join(' ; '),
};

const CODE = {
  ...{ name: 'code', in: 'path', required: true },
  schema: { type: 'string', enum: EXTRACTS.map(({ code }) => code) },
};

const OPTIONAL_TOKEN = [{}, { restricted: ['restricted'] }];

const unitary = {
  operationId: 'personne',
  summary: 'Une personne publiée, par son identifiant national',
  security: OPTIONAL_TOKEN,
  parameters: [{ name: 'idNat', in: 'path', required: true, schema: text }, PROFILE],
  responses: {
    200: {
      description: 'La partie publique ; avec un jeton, les données complémentaires en plus',
      headers: { 'ESCULAPE-Publication': { schema: { type: 'integer' } } },
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Person' } } },
    },
    400: problem('Profil inconnu'),
    401: problem('Jeton refusé'),
    404: problem('Personne de ce numéro dans ce profil'),
    429: problem('Trop de demandes'),
  },
};

const list = {
  operationId: 'extractions',
  summary: 'Les extractions, leur dernier fichier, leur taille et leur empreinte',
  responses: { 200: { description: 'La liste', content: { 'application/json': { schema: {} } } } },
};

const ZIP = { 'application/zip': { schema: { type: 'string', format: 'binary' } } };

const whole = {
  operationId: 'extraction',
  summary: 'Le dernier fichier, entier ou repris où il s’est interrompu (Range, If-Range)',
  security: OPTIONAL_TOKEN,
  parameters: [CODE],
  responses: {
    200: { description: 'Une archive zip', content: ZIP },
    206: { description: 'La partie demandée', content: ZIP },
    304: { description: 'Rien de neuf (If-None-Match)' },
    401: problem('Extraction protégée'),
    404: problem('Extraction inconnue'),
    410: problem('Extraction remplacée'),
    416: problem('Partie hors du fichier'),
    503: problem('Pas encore de fichier, ou pas de nouveau depuis votre dernière prise'),
  },
};

const delta = {
  operationId: 'changements',
  summary: 'Ce qui a changé depuis une publication : mêmes textes, une colonne Action de plus (C, M, S)',
  security: OPTIONAL_TOKEN,
  parameters: [
    CODE,
    {
      ...{ name: 'depuis', in: 'query', required: true, schema: text },
      description: 'Numéro de la publication que vous avez, ou date (AAAA-MM-JJ, RFC 3339)',
    },
  ],
  responses: {
    200: { description: 'Une archive zip', content: ZIP },
    400: problem('Numéro ou date impossible'),
    401: problem('Extraction protégée'),
    404: problem('Extraction inconnue ou sans fichier de changements'),
    503: problem('Trop de demandes à la fois'),
  },
};

const description = {
  operationId: 'description',
  summary: 'Les colonnes de chaque texte (Frictionless Data Package)',
  parameters: [CODE],
  responses: { 200: { description: 'La description', content: { 'application/json': { schema: {} } } } },
};

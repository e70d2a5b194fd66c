import { z } from 'zod';
import { closeBody, lotBody, registrationBody, registrationRecord } from './schema.js';

const RPPS = {
  name: 'rpps',
  in: 'path',
  required: true,
  description: 'RPPS number, or ADELI number of those whom ADELI numbers',
  schema: { type: 'string', pattern: '^(\\d{11}|\\d[0-9A-Z]\\d{7})$' },
};
const CODE = {
  name: 'code',
  in: 'path',
  required: true,
  description: 'TRE_R60',
  schema: { type: 'string' },
};
const FILE = { name: 'file', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  required: true,
  description: 'Version read, in quotes, or *',
  schema: { type: 'string' },
};
const KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same request gives the same answer and makes one change',
  schema: { type: 'string', maxLength: 255 },
};

const schemaOf = (schema: z.ZodType) => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
  return rest;
};
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const content = (name: string, type = 'application/json') => ({
  required: true,
  content: { [type]: { schema: ref(name) } },
});
const problems = (...statuses: readonly number[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: PROBLEMS[status] ?? 'Refused',
        content: { 'application/problem+json': { schema: ref('Problem') } },
      },
    ]),
  );
const shown = (status: number, description: string) => ({
  [status]: {
    description,
    headers: { ETag: { description: 'Version, in quotes', schema: { type: 'string' } } },
    content: { 'application/json': { schema: ref('Shown') } },
  },
});

const PENDING = {
  202: {
    description:
      'The register reads at the rhythm of its feed: no number yet. Location is where to ask again, from expectedAt on',
    headers: { Location: { schema: { type: 'string' } } },
    content: { 'application/json': { schema: ref('Pending') } },
  },
};

const PROBLEMS: Record<number, string> = {
  400: 'Unreadable',
  401: 'No valid bearer',
  403: 'Bearer of another authority',
  404: 'The authority does not know this professional',
  409: 'The civil status already has a number, or the file is not open',
  412: 'Stale version',
  413: 'Too large',
  415: 'Not JSON',
  422: 'Faulty fields, one entry each; or an idempotency key used for another request',
  428: 'If-Match is missing',
};

/** The description of the authorities' API (OpenAPI 3.1), its bodies from the schemas that check them. */
export function openApiDocument(origin: string): Record<string, unknown> {
  const base = '/api/authorities/{code}/registrations';
  return {
    openapi: '3.1.0',
    info: { title: 'Esculape: API of the registration authorities', version: '1' },
    servers: [{ url: origin }],
    security: [{ bearer: [] }],
    paths: {
      [base]: {
        parameters: [CODE],
        post: {
          summary:
            'Register a professional; the number is given at once, or at the next reading of the register',
          parameters: [KEY],
          requestBody: content('Registration'),
          responses: {
            ...shown(201, 'Registered'),
            ...PENDING,
            ...problems(400, 401, 403, 409, 415, 422),
          },
        },
      },
      '/api/authorities/{code}/lots': {
        parameters: [CODE],
        post: {
          summary: 'Change up to 500 professionals at once; each line is taken or refused by itself',
          parameters: [KEY],
          requestBody: content('Lot'),
          responses: {
            200: {
              description: 'What became of each line, in the order of the lot',
              content: { 'application/json': { schema: ref('LotResults') } },
            },
            ...problems(400, 401, 403, 413, 415, 422),
          },
        },
      },
      '/api/authorities/{code}/files/{file}': {
        parameters: [CODE, FILE],
        get: {
          summary: 'What has become of a file that waits for the register',
          responses: { ...shown(200, 'The registration'), ...PENDING, ...problems(401, 403, 404, 409) },
        },
      },
      [`${base}/{rpps}`]: {
        parameters: [CODE, RPPS],
        get: {
          summary: 'Read what the authority holds',
          responses: { ...shown(200, 'The registration'), ...problems(401, 403, 404) },
        },
        patch: {
          summary: 'Change the record by a merge patch (RFC 7396), back in time with effectiveAt',
          parameters: [IF_MATCH, KEY],
          requestBody: content('Patch', 'application/merge-patch+json'),
          responses: {
            ...shown(200, 'The new version'),
            ...problems(400, 401, 403, 404, 409, 412, 415, 422, 428),
          },
        },
      },
      [`${base}/{rpps}/close`]: {
        parameters: [CODE, RPPS],
        post: {
          summary: 'End the registration',
          parameters: [IF_MATCH, KEY],
          requestBody: content('Closing'),
          responses: {
            ...shown(200, 'The last version'),
            ...problems(400, 401, 403, 404, 409, 412, 415, 422, 428),
          },
        },
      },
    },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { ...SCHEMAS },
    },
  };
}

const SCHEMAS = {
  Registration: schemaOf(registrationBody),
  Record: schemaOf(registrationRecord),
  Closing: schemaOf(closeBody),
  Lot: schemaOf(lotBody),
  LotResults: {
    type: 'object',
    required: ['results'],
    properties: {
      results: {
        type: 'array',
        items: {
          type: 'object',
          description: 'status 200 and the version that now stands, or the members of a Problem',
          required: ['number', 'status'],
          properties: {
            number: { type: 'string' },
            status: { type: 'integer' },
            version: { type: 'integer' },
          },
        },
      },
    },
  },
  Patch: {
    type: 'object',
    description: 'Parts of Record to replace; null removes. effectiveAt: from when it holds true.',
    properties: { effectiveAt: { type: 'string', format: 'date-time' } },
  },
  Shown: {
    allOf: [
      ref('Record'),
      {
        type: 'object',
        required: ['idNat', 'version', 'state'],
        properties: {
          rpps: { type: 'string' },
          adeli: { type: 'string' },
          idNat: { type: 'string' },
          version: { type: 'integer' },
          state: { enum: ['active', 'suspended', 'closed'] },
          validation: { type: 'object' },
        },
      },
    ],
  },
  Pending: {
    type: 'object',
    required: ['state', 'file'],
    properties: {
      state: { const: 'pending' },
      file: { type: 'string', format: 'uuid' },
      expectedAt: { type: 'string', format: 'date-time' },
    },
  },
  Problem: {
    type: 'object',
    required: ['type', 'title', 'status', 'code'],
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: { type: 'string' },
      errors: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            field: { type: 'string', examples: ['exercises/0/profession'] },
            code: { type: 'string' },
            message: { type: 'string' },
          },
        },
      },
    },
  },
};

import { z } from 'zod';
import { mailboxBody, mailboxDocument } from '../../../modules/messaging/index.js';
import { memberBody, searchBody } from './schema.js';

const schemaOf = (schema: z.ZodType) => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
  return rest;
};
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const header = (name: string, required: boolean, description: string) => ({
  ...{ name, in: 'header', required, description },
  schema: { type: 'string', maxLength: 255 },
});
const ID = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const ID_NAT = { name: 'idNat', in: 'path', required: true, schema: { type: 'string' } };
const IF_MATCH = header('If-Match', true, 'Version read, in quotes, or *');
const KEY = header('Idempotency-Key', false, 'The same key with the same request makes one change');

const PROBLEMS: Record<number, string> = {
  400: 'Unreadable',
  401: 'No valid bearer of an operator',
  404: 'Not a mailbox of the caller',
  409: 'Already published, or not a type that can',
  412: 'Stale version',
  415: 'Another media type',
  422: 'Faulty fields, one entry each, with the reason of a missing right',
  428: 'If-Match is missing',
  429: 'Over the rate of the operator: Retry-After',
};
const problems = (...statuses: readonly number[]) =>
  Object.fromEntries(
    [...statuses, 429].map((status) => [
      status,
      {
        description: PROBLEMS[status],
        content: { 'application/problem+json': { schema: ref('Problem') } },
      },
    ]),
  );
const json = (name: string) => ({ 'application/json': { schema: ref(name) } });
const shown = (status: number, description: string, name = 'Mailbox') => ({
  [status]: { description, content: json(name) },
});
const body = (name: string, type = 'application/json') => ({
  required: true,
  content: { [type]: { schema: ref(name) } },
});

/** The description of the operators' API (OpenAPI 3.1), its bodies from the schemas that check them. */
export const mailboxesOpenApi = (origin: string): Record<string, unknown> => ({
  openapi: '3.1.0',
  info: { title: 'Esculape: API of the operators of MSSanté mailboxes', version: '1' },
  servers: [{ url: `${origin}/api/mssante` }],
  security: [{ bearer: [] }],
  paths: {
    '/mailboxes': {
      post: {
        summary: 'Publish a mailbox of a domain of the caller',
        parameters: [KEY],
        requestBody: body('Publication'),
        responses: { ...shown(201, 'Published'), ...problems(400, 401, 409, 415, 422) },
      },
    },
    '/mailboxes/search': {
      post: {
        summary: 'The mailboxes of the caller, by beginning of address, domain (@…), person or structure',
        requestBody: body('Search'),
        responses: {
          ...shown(200, 'A page, and `next` to give as `after`', 'Page'),
          ...problems(400, 401, 422),
        },
      },
    },
    '/mailboxes/bulk': {
      post: {
        summary: 'Publish or change many: each line is taken or refused as a whole, the others go on',
        parameters: [{ name: 'dryRun', in: 'query', schema: { type: 'boolean' } }],
        requestBody: {
          required: true,
          content: {
            'application/x-ndjson': { schema: { type: 'string', description: 'One Publication a line' } },
            'text/plain': { schema: { type: 'string', description: 'Extraction_Correspondance_MSSante' } },
          },
        },
        responses: { ...shown(200, 'What became of each line', 'Report'), ...problems(400, 401, 415, 422) },
      },
    },
    '/mailboxes/{id}': oneMailbox(),
    '/mailboxes/{id}/history': {
      parameters: [ID],
      get: {
        summary: 'Every version',
        responses: { 200: { description: 'Newest first' }, ...problems(401, 404) },
      },
    },
    '/mailboxes/{id}/delegates': {
      parameters: [ID],
      get: {
        summary: 'Who may open a personal mailbox besides its holder, as he said: ask before you open it',
        responses: { 200: { description: 'People and last days' }, ...problems(401, 404) },
      },
    },
    '/mailboxes/{id}/members': {
      parameters: [ID],
      post: {
        summary: 'Let a person read an organisational mailbox',
        requestBody: body('Member'),
        responses: { 200: { description: 'A member' }, ...problems(401, 404, 409, 422) },
      },
    },
    '/mailboxes/{id}/members/{idNat}': {
      parameters: [ID, ID_NAT],
      delete: {
        summary: 'End that',
        responses: { 200: { description: 'No member' }, ...problems(401, 404) },
      },
    },
    '/mailboxes/{id}/service-account': {
      parameters: [ID],
      post: {
        summary: 'Give the program of an APP mailbox a new key; the former one ends',
        responses: { 201: { description: 'The key, shown this once' }, ...problems(401, 404, 409) },
      },
    },
  },
  components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } }, schemas: SCHEMAS },
});

const oneMailbox = () => ({
  parameters: [ID],
  get: { summary: 'Read', responses: { ...shown(200, 'The mailbox'), ...problems(401, 404) } },
  patch: {
    summary: 'Change by a merge patch (RFC 7396); the address and the type never change',
    parameters: [IF_MATCH, KEY],
    requestBody: body('Document', 'application/merge-patch+json'),
    responses: { ...shown(200, 'The new version'), ...problems(400, 401, 404, 412, 415, 422, 428) },
  },
  delete: {
    summary: 'Withdraw: the address stays its holder’s and is shown nowhere',
    parameters: [IF_MATCH, KEY],
    responses: { ...shown(200, 'Withdrawn'), ...problems(400, 401, 404, 412, 428) },
  },
});

const SCHEMAS = {
  Publication: schemaOf(mailboxBody),
  Document: schemaOf(mailboxDocument),
  Search: schemaOf(searchBody),
  Member: schemaOf(memberBody),
  Mailbox: {
    allOf: [
      ref('Document'),
      {
        type: 'object',
        required: ['id', 'address', 'type', 'version', 'operator', 'updatedAt'],
        properties: {
          ...{ id: { type: 'string' }, address: { type: 'string' }, structureId: { type: 'string' } },
          ...{ type: { enum: ['PER', 'ORG', 'APP', 'CAB'] }, version: { type: 'integer' } },
          ...{ operator: { type: 'string' }, source: { enum: ['operator', 'file'] } },
          ...{ updatedAt: { type: 'string', format: 'date-time' } },
          ...{ withdrawnAt: { type: 'string', format: 'date-time' } },
        },
      },
    ],
  },
  Page: {
    type: 'object',
    properties: { mailboxes: { type: 'array', items: ref('Mailbox') }, next: { type: 'string' } },
  },
  Report: {
    type: 'object',
    properties: {
      ...{ dryRun: { type: 'boolean' }, read: { type: 'integer' }, created: { type: 'integer' } },
      ...{ updated: { type: 'integer' }, unchanged: { type: 'integer' }, refused: { type: 'integer' } },
      refusedLines: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            ...{ line: { type: 'integer' }, address: { type: 'string' } },
            problems: { type: 'array', items: ref('FieldProblem') },
          },
        },
      },
    },
  },
  FieldProblem: {
    type: 'object',
    properties: { field: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
  },
  Problem: {
    type: 'object',
    required: ['type', 'title', 'status', 'code'],
    properties: {
      ...{ type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' } },
      ...{ code: { type: 'string' }, errors: { type: 'array', items: ref('FieldProblem') } },
    },
  },
};

import { z } from 'zod';
import { scriptBody } from '../phone-scripts/script.js';
import {
  answerBody,
  cardBody,
  certificateBody,
  chipBody,
  chipDataBody,
  clientBody,
  clockAdvanceBody,
  clockSetBody,
  conformityBody,
  demandBody,
  kitBody,
  nursesBody,
  openMailboxBody,
  peopleQuery,
  perimeterBody,
  phoneBody,
  revocationBody,
  rhythmBody,
  secureMailBody,
  sessionBody,
  unblockBody,
} from './schemas.js';

interface Operation {
  readonly path: string;
  readonly method: 'get' | 'put' | 'post';
  readonly summary: string;
  readonly body?: z.ZodType;
  readonly query?: z.ZodObject;
  readonly success: string;
}

const OPERATIONS: readonly Operation[] = [
  { path: '/people', method: 'get', summary: 'Test people', query: peopleQuery, success: '200' },
  {
    path: '/people',
    method: 'post',
    summary: 'Somebody new of a kind, known to the whole chain when it answers',
    body: demandBody,
    success: '201',
  },
  {
    path: '/nurses',
    method: 'post',
    summary:
      'Nurses in the proportions of January 2021 (card, ordre, liberal or salaried), at a date from 28 October 2021 on',
    body: nursesBody,
    success: '201',
  },
  {
    path: '/sessions',
    method: 'post',
    summary: 'Sign in as a person or a role',
    body: sessionBody,
    success: '201',
  },
  {
    path: '/phones',
    method: 'post',
    summary: 'An activated e-CPS phone for a person',
    body: phoneBody,
    success: '201',
  },
  {
    path: '/phones/{id}/requests',
    method: 'get',
    summary: 'Sign-ins that wait for this phone',
    success: '200',
  },
  {
    path: '/phones/{id}/requests/{rid}',
    method: 'post',
    summary: 'Approve or refuse; right number and code when left out',
    body: answerBody,
    success: '200',
  },
  { path: '/phones/{id}/script', method: 'get', summary: 'The script of this phone', success: '200' },
  {
    path: '/phones/{id}/script',
    method: 'post',
    summary:
      'What this phone does of the sign-ins to come: approve, refuse, wrong number, wrong code, nothing',
    body: scriptBody,
    success: '200',
  },
  {
    path: '/cards',
    method: 'post',
    summary: 'A virtual card: PKCS#12 file, its password, code and unblocking code',
    body: cardBody,
    success: '201',
  },
  {
    path: '/cards/{number}/objects',
    method: 'post',
    summary: 'The labelled objects of a chip, DER in base64; those behind the code when it is given',
    body: chipBody,
    success: '200',
  },
  {
    path: '/cards/{number}/data',
    method: 'put',
    summary:
      'Write CPS_DATA, the one object of a chip that any application may write: base64, 1,024 bytes at most',
    body: chipDataBody,
    success: '200',
  },
  {
    path: '/cards/{number}/unblock',
    method: 'post',
    summary: 'Give a blocked card back with another code, in one step',
    body: unblockBody,
    success: '200',
  },
  {
    path: '/certificates',
    method: 'post',
    summary: 'A software certificate: PKCS#12 file and its password, or from a signing request',
    body: certificateBody,
    success: '201',
  },
  {
    path: '/certificate-kits',
    method: 'post',
    summary: 'What care software needs: three certificates of a legal entity, each in its file',
    body: kitBody,
    success: '201',
  },
  {
    path: '/certificates/{serial}/revocation',
    method: 'post',
    summary: 'Revoke a software certificate by its revocation code',
    body: revocationBody,
    success: '200',
  },
  { path: '/clock', method: 'get', summary: 'The simulated time', success: '200' },
  { path: '/clock', method: 'put', summary: 'Set the simulated time', body: clockSetBody, success: '200' },
  {
    path: '/clock',
    method: 'post',
    summary: 'Advance the simulated time',
    body: clockAdvanceBody,
    success: '200',
  },
  { path: '/rhythms', method: 'get', summary: 'The rhythm of each feed of the chain', success: '200' },
  {
    path: '/rhythms',
    method: 'put',
    summary: 'Give one feed, or all of them, the immediate or the national rhythm from a date on',
    body: rhythmBody,
    success: '200',
  },
  {
    path: '/perimeter',
    method: 'put',
    summary: 'Take a population into the perimeter of Pro Santé Connect, or out of it, with the next run',
    body: perimeterBody,
    success: '200',
  },
  {
    path: '/service-calls',
    method: 'get',
    summary:
      'Calls of the demo INSi, DMP and MSSanté, newest first: who, by what, and the line of the usage matrix',
    query: z.object({ who: z.string().optional() }),
    success: '200',
  },
  {
    path: '/letters',
    method: 'get',
    summary: 'Letters kept instead of being posted, newest first: cards and their codes, with what they hold',
    query: z.object({ idNat: z.string().optional() }),
    success: '200',
  },
  {
    path: '/letters/{id}/return',
    method: 'post',
    summary: 'Have a letter come back: a card that nobody used is cancelled',
    success: '200',
  },
  {
    path: '/messages',
    method: 'get',
    summary: 'Mail and SMS caught, newest first',
    query: z.object({ to: z.string().optional() }),
    success: '200',
  },
  {
    path: '/mail',
    method: 'post',
    summary: 'A message to a secure mailbox of any type',
    body: secureMailBody,
    success: '202',
  },
  {
    path: '/mail/read',
    method: 'post',
    summary: 'Open a secure mailbox: a person by a Pro Santé Connect token, a program by its key',
    body: openMailboxBody,
    success: '200',
  },
  {
    path: '/clients',
    method: 'post',
    summary: 'A registered service, ready to use',
    body: clientBody,
    success: '201',
  },
  {
    path: '/conformity',
    method: 'post',
    summary: 'Play the checks of Pro Santé Connect against a registered service, and report on each',
    body: conformityBody,
    success: '200',
  },
];

const jsonContent = (schema: unknown) => ({ 'application/json': { schema } });

function parameters(operation: Operation): unknown[] {
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => ({
    name: match[1],
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(operation.query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    schema: z.toJSONSchema(schema as z.ZodType, { io: 'input' }),
  }));
  return [...inPath, ...inQuery];
}

/** OpenAPI 3.1 description of the sandbox control API, made from the very schemas that check the requests. */
export function sandboxOpenApi(origin: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: {
        summary: operation.summary,
        parameters: parameters(operation),
        ...(operation.body && {
          requestBody: {
            required: true,
            content: jsonContent(z.toJSONSchema(operation.body, { io: 'input' })),
          },
        }),
        responses: {
          [operation.success]: { description: 'Done', content: { 'application/json': {} } },
          default: { description: 'Refused', content: { 'application/problem+json': {} } },
        },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Esculape sandbox',
      version: '1.0.0',
      description: 'Fictitious data only. Loopback callers only.',
    },
    servers: [{ url: `${origin}/sandbox/api` }],
    paths,
  };
}

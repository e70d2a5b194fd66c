import { FORMAT, type Kind } from './userinfo-format.js';

/** Not told before somebody has signed in. */
const SOMETIMES = ['authMode'];

/**
 * The national format of userinfo, version 1.0, as a JSON Schema (2020-12): of a professional, or of a person without a
 * professional record. Code lists are named by `x-nomenclatures`: a code that is not known yet is no fault of form.
 * In: where the schema is published.
 */
export function userinfoSchema(id: string): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: id,
    title: 'userinfo, UITVersion 1.0',
    anyOf: [objectOf(FORMAT.whole), objectOf(FORMAT.short)],
  };
}

function objectOf(members: Readonly<Record<string, Kind>>): object {
  const properties = Object.entries(members).map(([name, kind]) => [name, schemaOf(kind)] as const);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: Object.keys(members).filter((name) => !SOMETIMES.includes(name)),
    additionalProperties: false,
  };
}

function schemaOf(kind: Kind): object {
  switch (kind.kind) {
    case 'number':
      return { type: 'integer' };
    case 'list':
      return { type: 'array', items: schemaOf(kind.of) };
    case 'object':
      return objectOf(kind.members);
    case 'text':
      return {
        type: 'string',
        ...(kind.only !== undefined && { const: kind.only }),
        ...(kind.lists && { 'x-nomenclatures': kind.lists }),
      };
  }
}

import * as z from 'zod';
import type { DocumentedAnswer, Operation, Schema } from './operation.ts';
import { groups } from './operation.ts';

/** A schema as OpenAPI 3.1 has it: JSON Schema of 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A document of OpenAPI 3.1, as far as ours goes. */
export interface OpenApi {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: { readonly securitySchemes: Readonly<Record<string, object>> };
}

export interface OpenApiOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly OpenApiParameter[];
  readonly requestBody?: { readonly required: true; readonly content: Contents };
  readonly responses: Readonly<Record<string, OpenApiResponse>>;
}

export interface OpenApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

export interface OpenApiResponse {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: JsonSchema }>>;
  readonly content?: Contents;
}

type Contents = Readonly<Record<string, { readonly schema: JsonSchema }>>;

/** Describes the gateway's calls, from the schemas that read their requests and make their answers. */
export function describeApi(operations: readonly Operation[], publicUrl: string | undefined): OpenApi {
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: describe(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Anexo gateway',
      version: '1',
      description: 'Puts files on the tickets of OMS, Zoho Desk, Zoho CRM, Bigin, Kayako Classic and TopTickets.',
    },
    servers: [{ url: publicUrl ?? '/' }],
    tags: groups.map((name) => ({ name })),
    paths,
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  };
}

function describe(operation: Operation): OpenApiOperation {
  const { id, group, summary, description, auth, params, query, headers, bodies, answers } = operation;
  return {
    operationId: id,
    tags: [group],
    summary,
    ...(description !== undefined && { description }),
    security: auth === 'bearer' ? [{ token: [] }] : [],
    parameters: [...parameters('path', params), ...parameters('query', query), ...parameters('header', headers)],
    ...(bodies && {
      requestBody: {
        required: true,
        content: mapValues(bodies, (schema) => ({ schema: jsonSchema(schema, 'input') })),
      },
    }),
    responses: mapValues(answers, describeAnswer),
  };
}

function parameters(place: OpenApiParameter['in'], shape: z.ZodObject | undefined): OpenApiParameter[] {
  if (!shape) return [];
  const { properties = {}, required = [] } = ObjectSchema.parse(jsonSchema(shape, 'input'));
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: place,
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }));
}

const ObjectSchema = z.object({
  properties: z.record(z.string(), z.looseObject({ description: z.string().optional() })).optional(),
  required: z.array(z.string()).optional(),
});

function describeAnswer({ description, contents, headers }: DocumentedAnswer): OpenApiResponse {
  return {
    description,
    ...(headers && {
      headers: mapValues(headers, (what) => ({ description: what, schema: { type: 'string' } })),
    }),
    ...(contents && { content: mapValues(contents, (one) => ({ schema: contentSchema(one) })) }),
  };
}

function contentSchema(content: Schema | 'bytes' | 'text'): JsonSchema {
  if (content === 'bytes') return {};
  return content === 'text' ? { type: 'string' } : jsonSchema(content, 'output');
}

/** @param io whether what a schema takes is meant, or what it makes of it */
function jsonSchema(schema: Schema, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}

function mapValues<From, To>(given: Readonly<Record<string, From>>, change: (one: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(given).map(([key, one]) => [key, change(one)]));
}

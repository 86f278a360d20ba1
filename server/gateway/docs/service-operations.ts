import * as z from 'zod';
import { healthPaths } from '../health-routes.ts';
import { metricsPath } from '../metrics-server.ts';
import { json, type Operation } from './operation.ts';

export const docsPaths = { page: '/docs', document: '/docs/openapi.json' } as const;

const Readiness = z.object({
  status: z.enum(['ready', 'not ready', 'stopping']),
  not_ready: z.record(z.string(), z.string()).optional().describe('The destinations that do not let us in, and why.'),
  degraded: z.array(z.string()).optional().describe('What works less well than it should.'),
  request_id: z.string().optional().describe("The number to look for in the gateway's log."),
});

const common = { method: 'GET', group: 'Operation', auth: 'none' } as const;

/** The calls for whoever runs the gateway. */
export const serviceOperations: readonly Operation[] = [
  {
    ...common,
    path: healthPaths.alive,
    id: 'getHealth',
    summary: 'Whether the gateway runs',
    answers: { 200: json('It does.', z.object({ status: z.literal('ok') })) },
  },
  {
    ...common,
    path: healthPaths.ready,
    id: 'getReadiness',
    summary: 'Whether the gateway takes work',
    answers: {
      200: json('It does, and each destination lets it in.', Readiness),
      503: json('It does not, or not for each destination.', Readiness),
    },
  },
  {
    ...common,
    auth: 'bearer',
    path: metricsPath,
    id: 'getMetrics',
    summary: 'Counts and times, for Prometheus',
    description: 'Where it is configured beside the other paths. Takes the token of the configuration, and no other.',
    answers: { 200: { description: "In Prometheus' text form.", contents: { 'text/plain': 'text' } } },
  },
  {
    ...common,
    path: docsPaths.page,
    id: 'getDocs',
    summary: 'This document, to be read by people',
    answers: { 200: { description: 'A page.', contents: { 'text/html': 'text' } } },
  },
  {
    ...common,
    path: docsPaths.document,
    id: 'getOpenApi',
    summary: 'This document, in OpenAPI 3.1',
    answers: { 200: json('The document.', z.looseObject({ openapi: z.string() })) },
  },
];

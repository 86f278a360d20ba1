import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { World } from '../world.ts';
import { zohoCaller } from '../zoho-caller.ts';
import { type CrmRefusal, refusals, refuse } from './failure.ts';
import { type CrmProduct, settingsOf } from './product.ts';
import type { CrmRecord } from './records.ts';

/** Refuses calls without a token in force. */
export function checkToken(scope: FastifyInstance, world: World): void {
  scope.addHook('preHandler', async (request, reply) => {
    if (!zohoCaller(request, world)) return refuse(reply, refusals.invalidToken);
  });
}

export type RecordFinding = { readonly kind: 'found'; readonly record: CrmRecord } | CrmRefusal;

const Place = z.object({ module: z.string(), recordId: z.string() });

/** The record that a call names by its path, if its module is open and the token has the scopes for it. */
export function findRecord(request: FastifyRequest, world: World, product: CrmProduct): RecordFinding {
  const { module, recordId } = Place.parse(request.params);
  if (product.closedModules.includes(module)) return refusals.closedModule;
  const custom = product.customModules.includes(module);
  if (!custom && !product.modules.includes(module)) return refusals.invalidModule;
  const scopeName = custom ? 'custom' : module.toLowerCase().replaceAll('_', '');
  if (!hasScopes(settingsOf(world, product).scopes, product, scopeName, request.method)) return refusals.scopeMismatch;
  const record = product.records.find((one) => one.module === module && one.id === recordId);
  return record ? { kind: 'found', record } : refusals.invalidRecord;
}

/** Which operations of a scope allow a method. */
const operations: Readonly<Record<string, readonly string[]>> = {
  GET: ['ALL', 'READ'],
  POST: ['ALL', 'WRITE', 'CREATE'],
  DELETE: ['ALL', 'WRITE', 'DELETE'],
};

/** One scope for the module (or all of them) and one for attachments, as the seeds ask. */
function hasScopes(
  granted: readonly string[],
  { scopeService }: CrmProduct,
  scopeName: string,
  method: string,
): boolean {
  const wanted = operations[method] ?? ['ALL'];
  const has = (name: string): boolean => wanted.some((op) => granted.includes(`${scopeService}.modules.${name}.${op}`));
  return (granted.includes(`${scopeService}.modules.ALL`) || has(scopeName)) && has('attachments');
}

import * as z from 'zod';
import { readBody } from '../body.ts';
import { sandboxOAuth } from '../credentials.ts';
import type { StandIn } from '../stand-in.ts';
import { accessTokenMs } from './tokens.ts';

const TokenRequest = z.object({
  grant_type: z.string().optional(),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
  refresh_token: z.string().optional(),
});

/** Zoho's accounts server, as far as a server needs it: `POST /oauth/v2/token` with a refresh token. */
export const accounts: StandIn = {
  name: 'accounts',
  routes(scope, world) {
    scope.post('/oauth/v2/token', async (request, reply) => {
      const form = Object.fromEntries(new URLSearchParams(readBody(request).toString('utf8')));
      const asked = TokenRequest.safeParse({ ...z.record(z.string(), z.unknown()).parse(request.query), ...form });
      // Zoho reports these with status 200: only the body tells.
      const error = asked.success ? faultOf(asked.data) : 'invalid_request';
      if (error) return { error };
      const grant = world.tokens.grant();
      if (grant.kind === 'throttled') {
        return reply.code(400).send({
          error: 'Access Denied',
          error_description: 'You have made too many requests continuously. Please try again after some time.',
          status: 'failure',
        });
      }
      const { crm, bigin } = world.settings.get();
      return {
        access_token: grant.accessToken,
        scope: ['Desk.tickets.READ Desk.tickets.UPDATE Desk.search.READ', ...crm.scopes, ...bigin.scopes].join(' '),
        // The stand-in's own address: whoever follows it stays in the sandbox.
        api_domain: `${request.protocol}://${request.host}`,
        token_type: 'Bearer',
        expires_in: accessTokenMs / 1000,
      };
    });
  },
  notFound: (reply) => reply.code(404).type('text/html').send('<h1>Not Found</h1>'),
};

function faultOf(asked: z.infer<typeof TokenRequest>): string | undefined {
  if (asked.grant_type !== 'refresh_token') return 'unsupported_grant_type';
  if (asked.client_id !== sandboxOAuth.clientId) return 'invalid_client';
  if (asked.client_secret !== sandboxOAuth.clientSecret) return 'invalid_client_secret';
  return asked.refresh_token === sandboxOAuth.refreshToken ? undefined : 'invalid_code';
}

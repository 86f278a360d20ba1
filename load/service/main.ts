import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answer, refuse } from './answers.ts';
import { Behaviours } from './behaviour.ts';
import { createBook } from './book.ts';
import { serveTicket } from './calls.ts';

/**
 * Desk and Zoho's accounts server for a load: streams, counts, and keeps no bytes. Usage: BEHAVIOURS, as JSON; the
 * addresses of an organisation begin with its name.
 */
const behaviours = Behaviours.parse(JSON.parse(process.argv[2] ?? '{}'));
const book = createBook();
const attachments = /^\/([^/]+)\/api\/v1\/tickets\/(\d+)\/attachments(?:\?|$)/;
const tokens = /^\/([^/]+)\/oauth\/v2\/token$/;

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '';
  if (path === '/book') return answer(response, 200, book.content());
  const owner = tokens.exec(path)?.[1];
  if (owner !== undefined) {
    book.organisation(owner).tokens += 1;
    return answer(response, 200, { access_token: `token-of-${owner}`, expires_in: 3600, token_type: 'Bearer' });
  }
  const [, organisation = '', ticket = ''] = attachments.exec(path) ?? [];
  const behaviour = Object.hasOwn(behaviours, organisation) ? behaviours[organisation] : undefined;
  if (!behaviour) return refuse(response, 'URL_NOT_FOUND');
  if (request.headers.authorization !== `Zoho-oauthtoken token-of-${organisation}`) {
    return refuse(response, 'INVALID_OAUTH');
  }
  return serveTicket({ organisation, ticket, request, response }, behaviour, book);
}

const server = createServer((request, response) => {
  // The connection may be gone in the middle: then there is nobody to answer.
  serve(request, response).catch(() => response.destroy());
});
// As real ones do: longer than the gateway keeps a connection that nobody uses.
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.once('disconnect', () => process.exit());

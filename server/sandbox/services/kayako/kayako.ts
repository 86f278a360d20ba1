import type { FastifyReply } from 'fastify';
import { takeBodiesAsFarAsTheyCome } from '../body.ts';
import type { ServiceSettings } from '../settings.ts';
import type { StandIn } from '../stand-in.ts';
import { addAttachment, deleteAttachment, getAttachment, listAttachments } from './attachment-calls.ts';
import type { KayakoAnswer, KayakoCall } from './call.ts';
import { refusals } from './failure.ts';
import { readForm, readQuery } from './form.ts';
import { addPost, listAttachmentsOfPost, listPosts } from './post-calls.ts';
import { checkSignature } from './signature.ts';
import { writeXml } from './xml.ts';

/** Kayako Classic's attachments and posts of tickets (seed 003): one PHP file, told by `e` which call is meant. */
export const kayako: StandIn = {
  name: 'kayako',
  routes(scope, world) {
    takeBodiesAsFarAsTheyCome(scope);
    scope.all('/api/index.php', async (request, reply) => {
      const settings = world.settings.get().kayako;
      if (settings.api === 'off') return send(reply, refusals.apiOff, settings);
      const query = readQuery(request);
      const fields = request.method === 'POST' ? await readForm(request, settings.postMaxBytes) : query;
      const refused = checkSignature(fields);
      if (refused) return send(reply, refused, settings);
      const { serve, ids } = findCall(request.method, query.get('e') ?? '');
      const nameFiles = (names: readonly string[]): void => world.requests.nameFiles(request.raw, names);
      return send(reply, await serve({ world, fields, ids, nameFiles }), settings);
    });
    scope.setErrorHandler((_error, _request, reply) => send(reply, refusals.broken, world.settings.get().kayako));
  },
  notFound: (reply) => reply.code(404).type('text/html').send('<h1>Not Found</h1>'),
  pathOf: (path, query) => query.get('e') ?? path,
};

type Serve = (call: KayakoCall) => Promise<KayakoAnswer>;

/** The calls by method and path, and how many ids each takes. */
const calls: readonly { readonly path: string; readonly ids: number; readonly serve: Serve }[] = [
  { path: 'GET /Tickets/TicketAttachment/ListAll', ids: 1, serve: listAttachments },
  { path: 'GET /Tickets/TicketAttachment', ids: 2, serve: getAttachment },
  { path: 'POST /Tickets/TicketAttachment', ids: 0, serve: addAttachment },
  { path: 'DELETE /Tickets/TicketAttachment', ids: 2, serve: deleteAttachment },
  { path: 'GET /Tickets/TicketPost/ListAll', ids: 1, serve: listPosts },
  { path: 'GET /Tickets/TicketPost/ListAll', ids: 2, serve: listAttachmentsOfPost },
  { path: 'POST /Tickets/TicketPost', ids: 0, serve: addPost },
];

function findCall(method: string, path: string): { readonly serve: Serve; readonly ids: readonly string[] } {
  // Kayako's own documentation has a double slash in one of them.
  const asked = [`${method} `, ...path.split('/').filter((part) => part !== '')];
  const found = calls.find((call) => asked.slice(0, asked.length - call.ids).join('/') === call.path);
  if (!found) return { serve: async () => refusals.unknownCall, ids: [] };
  return { serve: found.serve, ids: asked.slice(asked.length - found.ids) };
}

const notice =
  '<br />\n<b>Notice</b>:  Undefined index: swiftsessionid in <b>/var/www/kayako/__swift/library/Session.php</b> on line <b>212</b><br />\n';

function send(reply: FastifyReply, answer: KayakoAnswer, { notices, values }: ServiceSettings['kayako']): FastifyReply {
  if (answer.kind === 'refused') {
    return reply.code(answer.status).type('text/html; charset=UTF-8').send(answer.text);
  }
  if (answer.kind === 'empty') return reply.code(200).type('text/html; charset=UTF-8').send('');
  const noise = notices === 'all' || (notices === 'some' && answer.noisy) ? notice : '';
  return reply
    .code(200)
    .type('text/xml; charset=UTF-8')
    .send(noise + writeXml(answer.root, values));
}

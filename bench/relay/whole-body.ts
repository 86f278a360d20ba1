import Fastify from 'fastify';

/** What most people write: the JSON parsed as a whole, decoded, put in a FormData, sent by fetch. Usage: SINK-URL */
const sink = new URL('/api/v1/tickets/1/attachments', process.argv[2]);

interface Body {
  attachments: { name: string; contentType: string; base64: string }[];
}

const app = Fastify({ bodyLimit: 256 * 1024 * 1024 });
app.put<{ Body: Body }>('/api/put/ticket_attachments', async (request) => {
  const results: unknown[] = [];
  for (const file of request.body.attachments) {
    const form = new FormData();
    form.append('file', new Blob([Buffer.from(file.base64, 'base64')], { type: file.contentType }), file.name);
    const answer = await fetch(sink, { method: 'POST', body: form });
    results.push(await answer.json());
  }
  return { success: true, results };
});
await app.listen({ port: 0, host: '127.0.0.1' });
process.send?.(app.server.address());

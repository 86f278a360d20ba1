import { request as send } from 'node:http';
import multipart from '@fastify/multipart';
import Fastify from 'fastify';

/** The usual streaming way: @fastify/multipart in, a hand-made multipart body out. Usage: SINK-URL */
const sink = new URL('/api/v1/tickets/1/attachments', process.argv[2]);

const app = Fastify();
await app.register(multipart, { limits: { fileSize: 256 * 1024 * 1024 } });
app.put('/api/put/ticket_attachments', async (request) => {
  const results: unknown[] = [];
  for await (const part of request.parts()) {
    if (part.type !== 'file') continue;
    const boundary = 'benchboundary';
    results.push(
      await new Promise((resolve, reject) => {
        const upstream = send(
          sink,
          { method: 'POST', headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } },
          (answer) => {
            answer.resume();
            answer.on('end', () => resolve(answer.statusCode));
          },
        );
        upstream.on('error', reject);
        upstream.write(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n`);
        part.file.pipe(upstream, { end: false });
        part.file.on('end', () => upstream.end(`\r\n--${boundary}--\r\n`));
      }),
    );
  }
  return { success: true, results };
});
await app.listen({ port: 0, host: '127.0.0.1' });
process.send?.(app.server.address());

import { createServer, request as send } from 'node:http';

/** The bound: a body passed through as it is, with nothing read of it. Usage: node pipe.js SINK-URL */
const sink = new URL('/api/v1/tickets/1/attachments', process.argv[2]);

const server = createServer((incoming, response) => {
  const { 'content-type': type, 'content-length': length } = incoming.headers;
  const upstream = send(
    sink,
    { method: 'POST', headers: { 'content-type': type, 'content-length': length } },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, { 'content-type': 'application/json' });
      answer.pipe(response);
    },
  );
  incoming.pipe(upstream);
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));

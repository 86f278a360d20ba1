import { createServer, type IncomingMessage } from 'node:http';

/**
 * The end of the line: reads a body to its end, keeps none of it, and answers as Desk, Zoho's accounts server and OMS
 * do when all goes well. It stands in for the destination while relays are measured, so it must cost little.
 */
export async function startSink(): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const body = JSON.stringify(answerTo(request));
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
      response.end(body);
    });
  });
  // A connection that the sink closes must not be a relay's fault.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

function answerTo(request: IncomingMessage): unknown {
  const path = request.url ?? '';
  if (path.includes('/oauth/')) return { access_token: 'bench', expires_in: 3600, token_type: 'Bearer' };
  if (path.includes('/get/auth')) return { auth: 'bench', id: 1 };
  if (path.includes('/put/ticket_attachments')) {
    const result = {
      index: 0,
      name: 'a.pdf',
      contentType: 'application/pdf',
      success: true,
      http_code: 201,
      error: null,
    };
    return { success: true, zoho_id: '1', uploaded: 1, failed: 0, results: [result] };
  }
  return { id: '1', name: 'a.pdf', size: '1', createdTime: new Date().toISOString(), isPublic: false };
}

import { Agent, request } from 'node:http';
import type { Body } from './bodies.ts';

const agent = new Agent({ keepAlive: true });

/**
 * Sends a body and waits for the whole answer.
 * @returns milliseconds from the first byte sent to the last received
 * @throws where the answer is not a success in the words of the OMS contract or with status 200
 */
export function send(url: string, body: Body, token?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const call = request(
      url,
      {
        method: 'PUT',
        agent,
        headers: {
          'content-type': body.type,
          'content-length': body.bytes.length,
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (answer.statusCode !== 200 || text.includes('"success":false')) {
            reject(new Error(`a relay answered ${answer.statusCode}: ${text.slice(0, 300)}`));
          } else {
            resolve(performance.now() - began);
          }
        });
      },
    );
    call.on('error', reject);
    call.end(body.bytes);
  });
}

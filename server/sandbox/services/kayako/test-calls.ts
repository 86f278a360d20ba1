import { sandboxKayako } from '../credentials.ts';
import type { Services } from '../services.ts';
import { signatureOf } from './signature.ts';

/** Calls of the Kayako stand-in as its callers make them, for tests. */

/** Key, salt and signature as they should be. */
export function signed(salt = '1234567890'): Record<string, string> {
  return { apikey: sandboxKayako.apikey, salt, signature: signatureOf(salt, sandboxKayako.secretKey) };
}

/** @param call such as `/Tickets/TicketAttachment/ListAll/1041` */
export function kayakoUrl(services: Services, call: string, query: Readonly<Record<string, string>> = {}): string {
  const rest = new URLSearchParams(query).toString();
  return `${services.kayakoUrl}/api/index.php?e=${call}${rest && `&${rest}`}`;
}

export function getKayako(services: Services, call: string, method = 'GET'): Promise<Response> {
  return fetch(kayakoUrl(services, call, signed()), { method });
}

/** Posts fields with a signature among them. */
export function postKayako(
  services: Services,
  call: string,
  fields: Readonly<Record<string, string>>,
): Promise<Response> {
  return fetch(kayakoUrl(services, call), { method: 'POST', body: new URLSearchParams({ ...signed(), ...fields }) });
}

/** Adds a file to a post and takes its id. */
export async function addKayakoFile(
  services: Services,
  content: string,
  { filename = 'a.txt', ticketid = '1041', ticketpostid = '2203' } = {},
): Promise<string> {
  const contents = Buffer.from(content).toString('base64');
  const answer = await postKayako(services, '/Tickets/TicketAttachment', {
    ticketid,
    ticketpostid,
    filename,
    contents,
  });
  return textsOf(await answer.text(), 'id')[0] ?? '';
}

/** The texts of all tags of a name. */
export function textsOf(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map(([, text = '']) => text);
}

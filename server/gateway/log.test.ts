import { afterEach, beforeEach, expect, it } from 'vitest';
import { omsPaths } from '../../contract/oms.ts';
import { passSecretHeader } from '../../contract/pass.ts';
import { sandboxOAuth, sandboxOmsClient } from '../sandbox/services/credentials.ts';
import {
  attachment,
  deskCaller,
  deskSecret,
  omsCaller,
  omsSecret,
  openTestGateway,
  pdf,
  signingKey,
  type TestGateway,
} from './test-gateway.suite.ts';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await openTestGateway();
});
afterEach(() => gateway.close());

it('has one line a request and a file, with the number that the caller was given', async () => {
  const answer = await gateway.app.inject({
    method: 'PUT',
    url: `${omsPaths.put}?zoho_id=4711`,
    payload: { auth: await gateway.logIn(deskCaller), zoho_id: gateway.ticket.id, attachments: [attachment(pdf(10))] },
  });
  const lines = gateway.log.map((line): unknown => JSON.parse(line)).slice(-2);
  const reqId = answer.headers['x-request-id'];
  expect(lines).toMatchObject([
    {
      reqId,
      msg: 'file',
      client: 200,
      destination: 'zoho-desk',
      file: { index: 0, bytes: 10, outcome: 'delivered', status: 201 },
    },
    { reqId, msg: 'request', req: { method: 'PUT', path: omsPaths.put }, res: { status: 200 } },
  ]);
});

it('and answers hold no secret, no name and no content', async () => {
  const content = Buffer.from('%PDF-1.7 very private words');
  const tokens = [
    await gateway.logIn(),
    await gateway.logIn(deskCaller),
    await gateway.pass(omsSecret),
    await gateway.pass(deskSecret),
  ];
  const answers: string[] = [];
  // A service that gives back whatever it was sent, and all our secrets.
  const echo = [
    ...Object.values(sandboxOAuth),
    sandboxOmsClient.apikey,
    `Zoho-oauthtoken 1000.${'a'.repeat(32)}.${'b'.repeat(32)}`,
  ];
  for (const fault of [
    undefined,
    { errorCode: 'INVALID_DATA', message: echo.join(' '), success: false, error: echo.join(' ') },
  ]) {
    gateway.services.faults.set(
      fault === undefined
        ? []
        : (['desk', 'oms'] as const).map((service) => ({ service, kind: 'status', status: 422, body: fault })),
    );
    for (const token of tokens) {
      const request = { zoho_id: gateway.ticket.id, attachments: [attachment(content, 'private name.pdf')] };
      const asField = await gateway.app.inject({
        method: 'PUT',
        url: omsPaths.put,
        payload: { auth: token, ...request },
      });
      const headers = { authorization: `Bearer ${token}` };
      const list = `/v1/tickets/${gateway.ticket.id}/attachments`;
      answers.push(asField.body, (await gateway.app.inject({ url: `${list}?auth=${token}`, headers })).body);
    }
  }
  gateway.app.log.error(
    { auth: tokens[0], headers: { authorization: tokens[1], [passSecretHeader]: omsSecret } },
    'a slip',
  );
  gateway.app.log.error(new Error(`Bearer ${tokens[2]} and ${signingKey}`));

  const secrets = [
    ...tokens,
    signingKey,
    omsSecret,
    deskSecret,
    omsCaller.token,
    omsCaller.apikey,
    deskCaller.token,
    sandboxOAuth.clientSecret,
    sandboxOAuth.refreshToken,
    sandboxOmsClient.apikey,
    sandboxOmsClient.token,
    'a'.repeat(32),
    content.toString('base64'),
    'very private words',
  ];
  const log = gateway.log.join('');
  expect(log).toContain('a slip');
  for (const secret of secrets) expect(log).not.toContain(secret);
  expect(log).not.toContain('private name');
  expect(answers.some((answer) => answer.includes('[redacted]'))).toBe(true);
  for (const secret of secrets.slice(0, -2)) expect(answers.join('')).not.toContain(secret);
});

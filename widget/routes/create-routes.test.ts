import { describe, expect, it } from 'vitest';
import { biginLimits, crmLimits, omsMimeTypes } from '../../contract/limits.ts';
import { createFakeZohoDesk } from '../hosts/fake-zohodesk.ts';
import type { Host } from '../hosts/host.ts';
import { createManualClock } from '../manual-clock.ts';
import { createRoutes } from './create-routes.ts';
import { consign, pdfBytes, watching } from './route.suite.ts';
import { createFakeSender, startHost } from './stage.ts';

async function routesOf(parameters: Record<string, string>, differing: Partial<Host> = {}) {
  const clock = createManualClock();
  const fake = createFakeZohoDesk();
  const host = { ...(await startHost(fake, clock)), ...differing };
  const urls: string[] = [];
  const sender = createFakeSender(clock, async ({ url }) => {
    urls.push(url);
    return 'refused-connection';
  });
  const made = createRoutes(host, new Map(Object.entries(parameters)), { clock, sender });
  return { ...made, fake, clock, urls };
}

describe('createRoutes', () => {
  it('makes the connector alone without a gateway', async () => {
    const { routes, problems } = await routesOf({});
    expect(routes.map(({ name }) => name)).toEqual(['connector']);
    expect(problems).toEqual([]);
  });

  it('makes the gateway the second way', async () => {
    const { routes, problems, fake, clock } = await routesOf({
      gatewayurl: 'https://g.example',
      connectortimeout: '0',
    });
    expect(routes.map(({ name }) => name)).toEqual(['connector', 'gateway']);
    expect(problems.map(({ parameter }) => parameter)).toEqual(['connectortimeout']);
    await clock.run(Promise.resolve(routes[1]?.send(consign(pdfBytes(9)), watching())));
    expect(fake.calls[0]?.headers).toHaveProperty('x-anexo-secret');
  });

  it('speaks the plain OMS contract where that is configured', async () => {
    const { routes, fake, clock } = await routesOf({ gatewayurl: 'https://oms.tpl.com.br', gatewaykind: 'oms' });
    await clock.run(Promise.resolve(routes[1]?.send(consign(pdfBytes(9)), watching())));
    expect(fake.calls[0]?.body).toEqual({ apikey: '{{omsapikey}}', token: '{{omstoken}}', email: '{{omsemail}}' });
  });

  it('keeps blocked endings off every route', async () => {
    const { routes } = await routesOf({ gatewayurl: 'https://g.example', blockedendings: 'zip,log' });
    expect(routes[0]?.limits().types).toEqual({ kind: 'except', endings: ['zip', 'log'] });
    const mimeTypes = omsMimeTypes.filter((one) => one !== 'application/zip');
    expect(routes[1]?.limits().types).toEqual({ kind: 'only', mimeTypes });
  });

  it('takes what the product takes', async () => {
    const limits = async (product: Host['product']) => (await routesOf({}, { product })).routes[0]?.limits();
    expect(await limits('crm')).toEqual(crmLimits);
    expect(await limits('bigin')).toEqual(biginLimits);
  });

  it('leaves the connector out where the product’s takes no files', async () => {
    const { routes, problems } = await routesOf({ gatewayurl: 'https://g.example' }, { takesFiles: false });
    expect(routes.map(({ name }) => name)).toEqual(['gateway']);
    expect(problems).toEqual([]);
  });

  it('says that a gateway is needed where the product’s connector takes no files', async () => {
    const { problems } = await routesOf({}, { takesFiles: false });
    expect(problems).toEqual([{ parameter: 'gatewayurl', message: expect.stringContaining('through a gateway only') }]);
  });
});

import fc from 'fast-check';
import { readConfiguration } from '../../widget/routes/configuration.ts';
import { spoiledText } from '../inputs.ts';
import { must, target } from '../target.ts';

const good = {
  gatewayurl: 'https://anexo.example.com/path/',
  gatewaykind: 'oms',
  maxfilemb: '20',
  blockedendings: '.exe, *.bat; js',
  connectortimeout: '30',
  connectoratonce: '2',
  gatewayatonce: '3',
} as const;

/** The administrator's parameters, as the product hands them over. */
export const parameters = target({
  name: 'parameters',
  perSecond: 10_000,
  inputs: fc.record({
    name: fc.constantFrom(...Object.keys(good)),
    text: spoiledText(fc.constantFrom(...Object.values(good))),
  }),
  open: () => ({
    check({ name, text }) {
      const { settings, problems } = readConfiguration(new Map([...Object.entries(good), [name, text]]));
      const { gateway, connectorLimits, connectorMs, atOnce, blockedEndings } = settings;
      must(problems.length <= 1, 'one wrong parameter spoils others');
      must(
        problems.every(({ parameter, message }) => parameter === name && message.length < 300),
        'the problem is another',
      );
      must(!gateway || URL.canParse(gateway.baseUrl), 'the gateway has no address');
      must(Number.isSafeInteger(connectorLimits.fileBytes) && connectorLimits.fileBytes > 0, 'no file is small enough');
      must(connectorMs > 0 && connectorMs <= 3_600_000, `the connector has ${connectorMs} ms`);
      must(
        Object.values(atOnce).every((one) => Number.isInteger(one) && one >= 1 && one <= 6),
        'too many at once',
      );
      must(
        blockedEndings.every((ending) => ending !== '' && !/[\s.]/.test(ending)),
        'an ending is none',
      );
    },
  }),
});

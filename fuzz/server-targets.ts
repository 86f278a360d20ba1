import type { Target } from './target.ts';
import { base64 } from './targets/base64.ts';
import { destinationAnswers } from './targets/destination-answers.ts';
import { gatewayConfiguration } from './targets/gateway-configuration.ts';
import { gatewayRequests } from './targets/gateway-requests.ts';
import { jsonStream } from './targets/json-stream.ts';
import { kayakoXml } from './targets/kayako-xml.ts';
import { boundary, multipart, omsJson } from './targets/upload-bodies.ts';

/** What the gateway and its destinations read. */
export const serverTargets: readonly Target[] = [
  jsonStream,
  base64,
  omsJson,
  multipart,
  boundary,
  kayakoXml,
  ...destinationAnswers,
  gatewayConfiguration,
  gatewayRequests,
];

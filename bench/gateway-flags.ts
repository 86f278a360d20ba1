import { readFileSync } from 'node:fs';
import * as z from 'zod';

const Package = z.object({ scripts: z.object({ gateway: z.string() }) });

/** What `npm run gateway` starts Node with. */
export function gatewayFlags(): string[] {
  const { scripts } = Package.parse(JSON.parse(readFileSync('package.json', 'utf8')));
  const [, command = ''] = scripts.gateway.split('&& node ');
  return command.split(' ').filter((word) => word.startsWith('--'));
}

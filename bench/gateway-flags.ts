import { readFileSync } from 'node:fs';

/** What `npm run gateway` starts Node with. */
export function gatewayFlags(): string[] {
  const { scripts }: { scripts: { gateway: string } } = JSON.parse(readFileSync('package.json', 'utf8'));
  const [, command = ''] = scripts.gateway.split('&& node ');
  return command.split(' ').filter((word) => word.startsWith('--'));
}

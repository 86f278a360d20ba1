import { type CommandEnd, runCommand } from './command.ts';
import type { RunningGateway } from './gateway.ts';

let end: CommandEnd | undefined;
let toStop = false;

/** How long the process may go on once the gateway has ended: time to write its last lines, in milliseconds. */
const lingerMs = 1000;

function stop(): void {
  toStop = true;
  if (end?.kind === 'running') void close(end.gateway);
}

async function close(gateway: RunningGateway): Promise<void> {
  await gateway.close();
  // A call that no caller may stop, such as one for a token, would keep the process for as long as its service is silent.
  setTimeout(() => process.exit(), lingerMs).unref();
}

// Once each: a second one ends the process at once, as it would without this.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);

end = await runCommand(process.argv.slice(2), { environment: process.env, say: console.error });
if (end.kind === 'ended') process.exitCode = end.exitCode;
else if (toStop) stop();

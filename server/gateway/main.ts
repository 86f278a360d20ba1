import { type CommandEnd, runCommand } from './command.ts';

let end: CommandEnd | undefined;
let toStop = false;

function stop(): void {
  toStop = true;
  if (end?.kind === 'running') void end.gateway.close();
}

// Once each: a second one ends the process at once, as it would without this.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);

end = await runCommand(process.argv.slice(2), { environment: process.env, say: console.error });
if (end.kind === 'ended') process.exitCode = end.exitCode;
else if (toStop) stop();

import { runCommand } from './command.ts';

/** How long the end waits for uploads in flight, in milliseconds. */
const stopMs = 30_000;

const end = await runCommand(process.argv.slice(2), { environment: process.env, say: console.error });
if (end.kind === 'ended') process.exitCode = end.exitCode;
else {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(1), stopMs).unref();
      void end.gateway.close();
    });
  }
}

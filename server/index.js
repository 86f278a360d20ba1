import { fileURLToPath } from 'node:url';
import { startDeveloperServer } from './developer-server.js';

// `zet run` require()s this file: it must start the server by itself and cannot await at the top.
startDeveloperServer({
  root: fileURLToPath(new URL('..', import.meta.url)),
  print: (line) => process.stdout.write(`${line}\n`),
}).catch((error) => {
  console.error(`The server for developer mode could not start: ${error}`);
  process.exitCode = 1;
});

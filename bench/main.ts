import { benchRelay } from './relay/bench.ts';
import { benchWidget } from './widget/bench.ts';

/** The measurements, by name: `npm run bench -- NAME…` runs some, without a name all. */
const benches: Readonly<Record<string, () => Promise<void>>> = { widget: benchWidget, relay: benchRelay };

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`There is no measurement ${unknown.join(', ')}: there is ${Object.keys(benches).join(', ')}`);
  process.exitCode = 2;
} else {
  for (const [name, run] of Object.entries(benches)) if (names.length === 0 || names.includes(name)) await run();
}

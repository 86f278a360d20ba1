import type { Fault, Hop, StageSetup, Way } from './case.ts';
import type { Line, LineState } from './line.ts';
import { passAnHour, type Stage } from './stage.ts';

interface BreakableHop {
  readonly hop: Hop;
  readonly ways: readonly Way[];
  readonly line: (stage: Stage) => Line | undefined;
  readonly setup?: StageSetup;
  /** Whether files get through although the line stays broken. */
  readonly goesAround: (way: Way) => boolean;
}

const connectors = ['connector', 'connector-alone'] as const;
const gateways = ['gateway-desk', 'gateway-oms'] as const;

const hops: readonly BreakableHop[] = [
  { hop: 'host–Desk', ways: connectors, line: ({ lines }) => lines.desk, goesAround: (way) => way === 'connector' },
  {
    hop: 'widget–gateway',
    ways: ['connector', ...gateways],
    line: ({ lines }) => lines.gateway,
    goesAround: (way) => way === 'connector',
  },
  {
    hop: 'gateway–destination',
    ways: gateways,
    line: ({ lines }) => lines.destination,
    setup: { silenceSeconds: 1 },
    goesAround: () => false,
  },
  {
    hop: 'gateway–Redis',
    ways: gateways,
    line: ({ lines }) => lines.redis,
    setup: { redis: true, silenceSeconds: 1 },
    goesAround: () => true,
  },
];

const states: { readonly [state in Exclude<LineState, 'open'>]: string } = {
  refusing: 'refused connection',
  resetting: 'every connection reset',
  hanging: 'connections stand, nothing passes',
  garbling: 'answers arrive as garbage',
};

/** How long a flapping line is whole, and then broken, in milliseconds. */
const flapMs = 7000;

/** Every state of a line on every hop that has one, from before the picking until the end; and flapping. */
export const lineFaults: readonly Fault[] = hops.flatMap((hop) => {
  const { line, goesAround: _, ...about } = hop;
  const lasting = Object.entries(states).map(([state, words]): Fault => {
    return {
      ...about,
      name: `${words} (lasting)`,
      hangs: state === 'hanging',
      begin: (stage) => line(stage)?.become(state as LineState),
      async end(stage) {
        await line(stage)?.become('open');
        // Where the answer to its login was lost, an OMS gives no other for an hour: see docs/gateway.md.
        if (state === 'garbling' && hop.hop === 'gateway–destination') await passAnHour(stage);
      },
    };
  });
  const flapping = (['refusing', 'hanging'] as const).map((state): Fault => {
    return {
      ...about,
      name: `flapping: ${states[state]}`,
      hangs: state === 'hanging',
      during: (stage, passedMs) => line(stage)?.become(Math.floor(passedMs / flapMs) % 2 === 0 ? state : 'open'),
      end: (stage) => line(stage)?.become('open'),
    };
  });
  return [...lasting, ...flapping];
});

/** An answer is lost, once for each of two files, while Redis is out of reach: what was sent must not be sent again. */
export const forgetfulFaults: readonly Fault[] = Object.entries(states).map(([state, words]): Fault => {
  return {
    hop: 'gateway–Redis',
    ways: gateways,
    name: `${words}, and answers of the gateway lost`,
    setup: { redis: true },
    hangs: state === 'hanging',
    expect: 'delivered',
    async begin(stage, files) {
      stage.script({ service: 'gateway', path: '/api/put/', kind: 'reset-after', times: Math.min(2, files) });
      await stage.lines.redis?.become(state as LineState);
    },
    async end(stage) {
      stage.script();
      await stage.lines.redis?.become('open');
    },
  };
});

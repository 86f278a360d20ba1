import type { Fault as Scripted } from '../../server/sandbox/services/faults.ts';
import type { FaultPlace } from '../../server/sandbox/services/service-names.ts';
import type { Fault, Hop, StageSetup, Way } from './case.ts';
import { passAnHour, type Stage } from './stage.ts';

/** A hop whose calls the sandbox can make fail. */
interface ScriptedHop {
  readonly hop: Hop;
  readonly ways: readonly Way[];
  /** Where the fault is put, and the path of what brings a file there. */
  readonly place: (way: Way) => { readonly service: FaultPlace; readonly path: string };
  readonly setup?: StageSetup;
  /** What `Retry-After` says, in seconds: 7 where it is left out. */
  readonly retryAfter?: number;
}

const scriptedHops: readonly ScriptedHop[] = [
  {
    hop: 'widget–host',
    ways: ['connector', 'connector-alone', 'gateway-desk'],
    place: (way) => ({ service: 'zoho', path: way === 'gateway-desk' ? '/api/get/auth' : '/attachments$' }),
  },
  {
    hop: 'host–Desk',
    ways: ['connector', 'connector-alone'],
    place: () => ({ service: 'desk', path: '/attachments$' }),
  },
  {
    hop: 'widget–gateway',
    ways: ['gateway-desk', 'gateway-oms'],
    place: () => ({ service: 'gateway', path: '/api/put/' }),
  },
  {
    hop: 'gateway–destination',
    ways: ['gateway-desk', 'gateway-oms'],
    place: (way) =>
      way === 'gateway-oms' ? { service: 'oms', path: '/api/put/' } : { service: 'desk', path: '/attachments$' },
    setup: { silenceSeconds: 1 },
    // The gateway makes all callers wait by the machine's clock, which does not leap.
    retryAfter: 1,
  },
];

type FaultKind = Scripted extends infer One
  ? One extends unknown
    ? Omit<One, 'service' | 'path' | 'times'>
    : never
  : never;

/** What a service, or something before it, may answer or do. */
interface Trouble {
  readonly name: string;
  readonly does: FaultKind;
  readonly hangs?: true;
  readonly fileBytes?: number;
  /** It leaves open whether the file arrived. */
  readonly doubtful?: true;
  /** It says when to come again. */
  readonly asksToWait?: true;
  /** It is about a token, which only the ways through the gateway can renew: once for each file. */
  readonly denies?: true;
  /** It is a judgement on the file or the ticket, after which nothing more is tried. */
  readonly judges?: true;
}

const megabytes = 3 * 1024 * 1024;
const open = { 'access-control-allow-origin': '*' };
const desk = (errorCode: string) => ({ errorCode, message: `${errorCode} of the stand-in` });
const page = '<html><head><title>Bad Gateway</title></head><body><h1>502</h1></body></html>';

const says = (status: number, body?: Extract<Scripted, { kind: 'status' }>['body']): FaultKind => ({
  kind: 'status',
  status,
  headers: open,
  ...(body !== undefined && { body }),
});

const troubles: readonly Trouble[] = [
  { name: 'reset before the body', doubtful: true, does: { kind: 'reset-before' } },
  { name: 'reset in the middle of the body', doubtful: true, does: { kind: 'reset-middle' }, fileBytes: megabytes },
  { name: 'reset after the body, file stored', doubtful: true, does: { kind: 'reset-after' } },
  { name: 'answer breaks off, file stored', doubtful: true, does: { kind: 'half-answer' } },
  { name: 'hang before the body', doubtful: true, does: { kind: 'hang-before' }, hangs: true },
  { name: 'hang after the body, file stored', doubtful: true, does: { kind: 'hang-after' }, hangs: true },
  { name: '401', denies: true, does: says(401, desk('INVALID_OAUTH')) },
  { name: '401 with a page', judges: true, does: says(401, '<html>401</html>') },
  { name: '403', judges: true, does: says(403, desk('FORBIDDEN')) },
  { name: '404', does: says(404, desk('URL_NOT_FOUND')), judges: true },
  { name: '413', does: says(413, desk('RESOURCE_SIZE_EXCEEDED')), judges: true },
  { name: '413 with a page', does: says(413, '<html>413</html>'), judges: true },
  { name: '415', does: says(415, desk('UNSUPPORTED_MEDIA_TYPE')), judges: true },
  { name: '422', does: says(422, desk('UNPROCESSABLE_ENTITY')), judges: true },
  { name: '429 with Retry-After', does: says(429, desk('TOO_MANY_REQUESTS')), asksToWait: true },
  { name: '429 without Retry-After', does: says(429, desk('TOO_MANY_REQUESTS')) },
  { name: '500', doubtful: true, does: says(500, desk('INTERNAL_SERVER_ERROR')) },
  {
    name: '500, file stored',
    doubtful: true,
    does: { ...says(500, desk('INTERNAL_SERVER_ERROR')), after: true } as FaultKind,
  },
  { name: '502 with a page', does: says(502, page) },
  { name: '502 with a page, file stored', doubtful: true, does: { ...says(502, page), after: true } as FaultKind },
  { name: '503 with Retry-After', does: says(503, 'Service Unavailable'), asksToWait: true },
  { name: '200 with garbage', does: says(200, '}{ no JSON') },
  {
    name: '200 with garbage, file stored',
    doubtful: true,
    does: { ...says(200, '}{ no JSON'), after: true } as FaultKind,
  },
  { name: 'slow, 1 kB/s', does: { kind: 'slow', bytesPerSecond: 1024 } },
  { name: 'slower than the widget waits', does: { kind: 'slow', bytesPerSecond: 1024 }, fileBytes: 150_000 },
  { name: 'stored after the widget has given up', doubtful: true, does: { kind: 'delay', ms: 200_000 } },
];

/** How often it strikes. */
type Extent = 'once' | 'uploads' | 'all';

const extents: { readonly [extent in Extent]: string } = {
  /** The first two attempts at most: fewer than any file has. */
  once: 'passing',
  /** All uploads until it ends; other calls work. */
  uploads: 'lasting',
  /** All calls until it ends. */
  all: 'lasting, for all calls',
};

/** That the ticket is asked, and answers, shows where the end of an upload is in doubt. */
function extentsOf({ doubtful }: Trouble): readonly Extent[] {
  return doubtful ? ['once', 'uploads', 'all'] : ['once', 'all'];
}

/** Every trouble on every hop, passing, lasting, and lasting for all calls. */
export const scriptedFaults: readonly Fault[] = scriptedHops.flatMap((hop) =>
  troubles.flatMap((trouble) => extentsOf(trouble).map((extent) => faultOf(hop, trouble, extent))),
);

function faultOf({ hop, ways, place, setup, retryAfter = 7 }: ScriptedHop, trouble: Trouble, extent: Extent): Fault {
  const { name, does, hangs, fileBytes, judges, denies, asksToWait } = trouble;
  const recovers = denies ? hop === 'widget–gateway' || hop === 'gateway–destination' : !judges;
  const script = (stage: Stage, files: number): void => {
    const { service, path } = place(stage.way);
    const times = extent === 'once' ? { times: denies ? 1 : Math.min(2, files) } : {};
    const where = extent === 'all' ? {} : { path, ...methodOf(service, path) };
    const headers = asksToWait ? { headers: { ...open, 'retry-after': `${retryAfter}` } } : {};
    stage.script({ ...does, ...headers, ...where, ...times, service } as Scripted);
  };
  // An OMS gives one login an hour, also where its answer was lost or its token is denied: see docs/gateway.md.
  const costsLogin = hop === 'gateway–destination' && (extent === 'all' || name.startsWith('401'));
  // Desk counts calls that hang as being in flight, and soon lets no other in.
  const fillsDesk = hop === 'host–Desk' && hangs;
  return {
    hop,
    name: `${name} (${extents[extent]})`,
    ways,
    begin: script,
    async end(stage) {
      stage.script();
      if (fillsDesk) {
        await stage.lines.desk.become('resetting');
        await stage.lines.desk.become('open');
      }
      if (costsLogin && stage.way === 'gateway-oms') await passAnHour(stage);
    },
    // An OMS has no list, but the gateway knows what came of what reached it.
    canAsk: (way) => extent !== 'all' && (way !== 'gateway-oms' || hop === 'widget–gateway') && !fillsDesk,
    ...(setup && { setup }),
    ...(hangs && { hangs }),
    ...(fileBytes !== undefined && { fileBytes }),
    ...(extent === 'once' && recovers && { expect: 'delivered', ...(costsLogin && { exceptBy: ['gateway-oms'] }) }),
  };
}

/** Of a list the method is another than of an upload, at the same path. */
function methodOf(service: FaultPlace, path: string): { readonly method?: 'POST' } {
  return (service === 'desk' || service === 'zoho') && path.startsWith('/attachments') ? { method: 'POST' } : {};
}

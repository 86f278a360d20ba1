import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { pdf, sha256 } from '../sample-files.ts';
import type { FaultCase } from './case.ts';
import { choose, readLedger, readPanel, readRows } from './panel.ts';
import { openStage, panelReady, type Stage } from './stage.ts';
import { type Time, takeTime } from './time.ts';
import { compare, type Finding, finalStates, type PickedFile, type ShownRow, type Verdict } from './verdict.ts';

/** How long files may be under way: by the agent's clock, and on this machine, in milliseconds. */
const limit = { leaptMs: 6 * 60 * 60 * 1000, realMs: 150_000 } as const;

/** How long the widget has, by its clock, to find out by itself what nobody could know before, in milliseconds. */
const findOut = { leaptMs: 10 * 60 * 1000, realMs: 30_000 } as const;

/** Plays one trial to its end. Never rejects. */
export async function runCase(browser: Browser, one: FaultCase): Promise<Verdict> {
  let stage: Stage | undefined;
  try {
    stage = await openStage(browser, one.way, one.fault.setup ?? {});
    await panelReady(stage.page);
    return await play(stage, one);
  } catch (error) {
    return { kind: 'broken', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    await stage?.close();
  }
}

async function play(stage: Stage, { fault, way, files: count }: FaultCase): Promise<Verdict> {
  const { hangs, setup } = fault;
  // The clock of a process of its own does not leap, nor that of its Redis.
  const time = takeTime(stage, hangs ? 'hang' : setup?.gateway === 'process' ? 'take their time' : 'end soon');
  const files = await writeFiles(stage, count, fault.fileBytes);
  await fault.begin?.(stage, count);
  const picker = stage.page.frameLocator('iframe').locator('.picker input[type=file]');
  await picker.setInputFiles(files.map(({ name }) => join(stage.folder, name)));
  const pickedMs = stage.clock.now();
  await fault.after?.(stage);
  const during = async () => fault.during?.(stage, stage.clock.now() - pickedMs);

  const underFault = await settle(stage, time, files, during);
  const canAsk = fault.canAsk?.(way) ?? false;
  const findings = [...underFault.findings];
  const mustArrive = fault.expect === 'delivered' && !fault.exceptBy?.includes(way);
  if (mustArrive) findings.push(...underFault.rows.flatMap(objectionTo));
  await fault.end?.(stage);
  if (fault.goesOnAtEnd) {
    const { rows, findings: later } = await settle(stage, time, files);
    findings.push(...later, ...rows.flatMap(objectionTo));
  }
  const unconfirmed = namesIn(underFault.rows, 'unconfirmed');
  // An OMS has no list of what a ticket has: where the gateway cannot tell either, nobody will ever know.
  const foundOut = way === 'gateway-oms' && !canAsk ? 0 : await countFoundOut(stage, time, unconfirmed);
  if (canAsk) findings.push(...(await readRows(stage)).flatMap(needless));
  const afterwards = await letAgentAct(stage, time, files);
  findings.push(...afterwards.filter(({ kind }) => !(fault.mayStayBehind && kind === 'undelivered')));
  if (findings.length > 0) return { kind: 'unsound', findings };
  const stored = new Set(readLedger(stage, files).map(({ name }) => name));
  const gone = namesIn(underFault.rows, 'failed').filter((name) => !stored.has(name)).length;
  const failed = namesIn(underFault.rows, 'failed').length - gone;
  const refused = namesIn(underFault.rows, 'refused').length + namesIn(underFault.rows, 'rejected').length;
  const delivered = count - failed - gone - unconfirmed.length - refused;
  return { kind: 'sound', count: { delivered, refused, failed, gone, unconfirmed: unconfirmed.length, foundOut } };
}

async function writeFiles({ folder, sandbox }: Stage, count: number, bytes = 20_000): Promise<readonly PickedFile[]> {
  const ticketId = sandbox.switches.get().ticket;
  const samples = Array.from({ length: count }, (_, at) => pdf(`file-${String(at + 1).padStart(2, '0')}.pdf`, bytes));
  await Promise.all(samples.map(({ name, buffer }) => writeFile(join(folder, name), buffer)));
  return samples.map(({ name, buffer }) => ({ name, ticketId, sha256: [sha256(buffer)] }));
}

interface Settled {
  readonly rows: readonly ShownRow[];
  readonly findings: readonly Finding[];
}

/** Waits until every file has come to an end, or truthfully waits, and nothing is on its way any more. */
async function settle(
  stage: Stage,
  time: Time,
  files: readonly PickedFile[],
  during: () => Promise<void> = async () => {},
): Promise<Settled> {
  let rows: readonly ShownRow[] = [];
  let lines: readonly string[] = [];
  const isAtRest = ({ state }: ShownRow) =>
    finalStates.includes(state) || (state === 'queued' && lines.some((text) => text.includes('No connection')));
  const isSettled = async (): Promise<boolean> => {
    await during();
    ({ rows, lines } = await readPanel(stage));
    const stored = new Set(readLedger(stage, files).map(({ name }) => name));
    // Of another page's uploads, those that are delivered have no row.
    const all = files.every(({ name }) => stored.has(name) || rows.some((row) => row.name === name));
    return all && rows.every(isAtRest);
  };
  await time.until(isSettled, limit);
  // What is slow may arrive after the widget has given it up.
  await time.until(async () => stage.clock.waiting() === 0, limit);
  let calm = 0;
  await time.until(async () => {
    calm += 1;
    return calm > 3 && (await isSettled());
  }, limit);
  const stuck = rows.filter((row) => !isAtRest(row));
  return {
    rows,
    findings: [
      ...stuck.map(({ name, state, text }): Finding => ({ kind: 'stuck', name, detail: `${state}: ${text}` })),
      ...compare(files, rows, readLedger(stage, files)),
    ],
  };
}

/** Where files are to get through by themselves; of an unknown end that is judged later. */
function objectionTo({ name, state, text }: ShownRow): readonly Finding[] {
  if (state === 'delivered' || state === 'unconfirmed') return [];
  return [{ kind: 'needlessly-failed', name, detail: `${state}: ${text}` }];
}

/** Where the ticket can be asked. */
function needless({ name, state, text: detail }: ShownRow): readonly Finding[] {
  return state === 'unconfirmed' ? [{ kind: 'needlessly-unconfirmed', name, detail }] : [];
}

function namesIn(rows: readonly ShownRow[], wanted: string): readonly string[] {
  return rows.filter(({ state }) => state === wanted).map(({ name }) => name);
}

/** Gives the widget time, now that the services answer again. */
async function countFoundOut(stage: Stage, time: Time, names: readonly string[]): Promise<number> {
  if (names.length === 0) return 0;
  let left = names.length;
  await time.until(async () => {
    left = namesIn(await readRows(stage), 'unconfirmed').length;
    return left === 0;
  }, findOut);
  return names.length - left;
}

/** Does what the panel offers: tries again what failed, and looks at the ticket for what nobody could tell. */
async function letAgentAct(stage: Stage, time: Time, files: readonly PickedFile[]): Promise<readonly Finding[]> {
  for (const { name, state } of await readRows(stage)) {
    const isThere = readLedger(stage, files).some((copy) => copy.name === name);
    if (state === 'failed' || state === 'cancelled') await choose(stage, name, 0);
    if (state === 'unconfirmed') await choose(stage, name, isThere ? 0 : 1);
  }
  const { rows, findings } = await settle(stage, time, files);
  const undelivered = rows.filter(({ state }) => !['delivered', 'refused', 'rejected'].includes(state));
  return [
    ...findings,
    ...undelivered.map(({ name, state, text }): Finding => {
      return { kind: 'undelivered', name, detail: `${state}: ${text}` };
    }),
  ];
}

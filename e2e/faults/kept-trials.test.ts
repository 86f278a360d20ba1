import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { allCases } from './cases.ts';
import { openKeptTrials } from './kept-trials.ts';
import type { Verdict } from './verdict.ts';

const [first, second, third] = allCases;
const none = { delivered: 0, refused: 0, failed: 0, gone: 0, unconfirmed: 0, foundOut: 0 };
const sound: Verdict = { kind: 'sound', count: { ...none, delivered: 1 } };
const broken: Verdict = { kind: 'broken', message: 'the browser died' };

async function openFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'anexo-kept-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, 'not there yet', 'faults.jsonl');
}

it('gives back what was sound, by the last word on it, and nothing once it is begun anew', async () => {
  if (!first || !second || !third) throw new Error('the matrix is too small');
  const path = await openFile();
  const kept = await openKeptTrials(path, false);
  await kept.keep({ one: first, verdict: sound });
  await kept.keep({ one: second, verdict: sound });
  await kept.keep({ one: second, verdict: broken });
  await kept.keep({ one: third, verdict: { kind: 'unsound', findings: [{ kind: 'lost', name: 'a', detail: 'x' }] } });
  await appendFile(path, `${JSON.stringify({ name: 'a fault of long ago', verdict: sound })}\n`);
  const later = await openKeptTrials(path, false);
  expect(later.soundOf(allCases)).toEqual([{ one: first, verdict: sound }]);
  expect(later.soundOf([second])).toEqual([]);
  expect((await openKeptTrials(path, true)).soundOf(allCases)).toEqual([]);
});

it('says of a line that is none of its own that it is none', async () => {
  const path = await openFile();
  await openKeptTrials(path, false);
  await appendFile(path, '{"name":"a","verdict":{"kind":"fine"}}\n');
  await expect(openKeptTrials(path, false)).rejects.toThrow('verdict');
});

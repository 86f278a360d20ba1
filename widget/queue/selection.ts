import { checkSelection, type FileFacts, type Finding, mimeTypeOf } from '../../contract/check.ts';
import type { Limits } from '../../contract/limits.ts';
import { readHead } from '../routes/checked-file.ts';
import { sizeOf } from './file-size.ts';
import type { RouteName, Verdict } from './upload.ts';

/** What a route takes. */
export interface RouteLimits {
  readonly route: RouteName;
  readonly limits: Limits;
}

/**
 * Checks files against every route, reading no more than the first bytes of each.
 * @param files in the order of picking, which decides who goes past a limit of count or total
 * @param routes the most generous one lends the findings of a file that none takes
 * @param together whether they are one selection; else each counts by itself
 * @returns the verdict of each file, in the order given; every file may go where there are no routes to ask
 */
export async function judgeSelection(
  files: readonly File[],
  routes: readonly RouteLimits[],
  together = true,
): Promise<readonly Verdict[]> {
  const facts = await readAllFacts(files);
  const check = (limits: Limits): readonly (readonly Finding[])[] =>
    together ? checkSelection(facts, limits) : facts.flatMap((one) => checkSelection([one], limits));
  const byRoute = [...routes]
    .sort((one, other) => compareGenerosity(other.limits, one.limits))
    .map(({ route, limits }) => ({ route, findings: check(limits) }));
  return facts.map((file, index) => {
    const opinions = byRoute.map(({ route, findings }) => ({ route, findings: findings[index] ?? [] }));
    return { mimeType: mimeTypeOf(file), ...judge(opinions) };
  });
}

/**
 * Which limits take more: the larger file first, then the fewer types shut out.
 * @returns positive where the first are the more generous, as `Array.sort` wants it
 */
export function compareGenerosity(one: Limits, other: Limits): number {
  const types = Number(one.types.kind === 'except') - Number(other.types.kind === 'except');
  return one.fileBytes - other.fileBytes || types;
}

interface Opinion {
  readonly route: RouteName;
  readonly findings: readonly Finding[];
}

function judge(opinions: readonly Opinion[]): Pick<Verdict, 'findings' | 'remark'> {
  const takers = opinions.filter(({ findings }) => findings.length === 0);
  const [taker] = takers;
  if (!taker) return { findings: opinions[0]?.findings ?? [], remark: undefined };
  const alone = takers.length === 1 && opinions.length > 1;
  return { findings: [], remark: alone ? { onlyRoute: taker.route } : undefined };
}

/** Opening a file keeps the browser's main thread busy for some milliseconds: only a few are opened in one go. */
const filesInOneGo = 4;

async function readAllFacts(files: readonly File[]): Promise<readonly FileFacts[]> {
  const facts: FileFacts[] = [];
  while (facts.length < files.length) {
    const next = files.slice(facts.length, facts.length + filesInOneGo);
    facts.push(...(await Promise.all(next.map(readFacts))));
  }
  return facts;
}

async function readFacts(file: File): Promise<FileFacts> {
  return { name: file.name, size: sizeOf(file), mimeType: file.type, head: await readHead(file) };
}

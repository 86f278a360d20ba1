import { describe, expect, it } from 'vitest';
import { deskLimits, type Limits, megabyte, omsLimits } from '../../contract/limits.ts';
import { compareGenerosity, judgeSelection } from './selection.ts';

const connector = { route: 'connector', limits: deskLimits } as const;
const gateway = { route: 'gateway', limits: omsLimits } as const;
const program = new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0]);

function fileOf(name: string, size: number, content: BlobPart = 'x'): File {
  return Object.defineProperty(new File([content], name), 'size', { value: size });
}

describe('judgeSelection', () => {
  it('lets a file go that every route takes, without a remark', async () => {
    const verdicts = await judgeSelection([new File(['%PDF-1.7'], 'a.pdf')], [connector, gateway]);
    expect(verdicts).toEqual([{ findings: [], mimeType: 'application/pdf', remark: undefined }]);
  });

  it('remarks on a file that one route alone takes', async () => {
    const verdicts = await judgeSelection(
      [fileOf('a.txt', 12 * megabyte), new File(['x'], 'b.csv')],
      [connector, gateway],
    );
    expect(verdicts.map(({ remark }) => remark)).toEqual([{ onlyRoute: 'connector' }, { onlyRoute: 'connector' }]);
  });

  it('makes no remark where there is no other route', async () => {
    const [verdict] = await judgeSelection([new File(['x'], 'b.csv')], [connector]);
    expect(verdict).toEqual({ findings: [], mimeType: 'text/csv', remark: undefined });
  });

  it.each([
    [connector, gateway],
    [gateway, connector],
  ])('lends the findings of the most generous route, whatever the order', async (...routes) => {
    const [verdict] = await judgeSelection([fileOf('a.txt', 25 * megabyte)], routes);
    expect(verdict?.findings).toEqual([{ kind: 'too-large', size: 25 * megabyte, limit: 20 * megabyte }]);
  });

  it('reads the first bytes: a program under another name is found out', async () => {
    const [verdict] = await judgeSelection([new File([program], 'invoice.pdf')], [connector, gateway]);
    expect(verdict?.findings).toEqual([{ kind: 'content-mismatch', declared: 'pdf', found: 'exe' }]);
  });

  it('says of a file that can no longer be read that it cannot', async () => {
    const gone = new File(['x'], 'a.pdf');
    gone.slice = () => {
      throw new DOMException('gone', 'NotFoundError');
    };
    const [verdict] = await judgeSelection([gone], [connector]);
    expect(verdict?.findings).toEqual([{ kind: 'unreadable' }]);
  });

  it('counts in the order of picking and lets the good ones go', async () => {
    const few: Limits = { ...deskLimits, files: 2 };
    const files = [new File([''], 'empty.txt'), ...['a.txt', 'b.txt', 'c.txt'].map((name) => new File(['x'], name))];
    const verdicts = await judgeSelection(files, [{ route: 'connector', limits: few }]);
    expect(verdicts.map(({ findings }) => findings.map(({ kind }) => kind))).toEqual([['empty'], [], [], ['too-many']]);
  });
});

describe('compareGenerosity', () => {
  it('puts the larger file first, then the fewer types shut out', () => {
    const listed: Limits = { ...deskLimits, types: omsLimits.types };
    const sorted = [omsLimits, listed, deskLimits].sort((one, other) => compareGenerosity(other, one));
    expect(sorted).toEqual([deskLimits, listed, omsLimits]);
  });
});

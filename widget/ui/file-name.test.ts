import { describe, expect, it } from 'vitest';
import { splitName } from './file-name.tsx';

describe('splitName', () => {
  it.each([
    ['quarterly report final.pdf', 'quarterly report ', 'final.pdf'],
    ['a.pdf', '', 'a.pdf'],
    ['README', 'R', 'EADME'],
    ['', '', ''],
    ['name.with a long last part', 'name.with a long last', ' part'],
    ['חשבונית 2026-11 (3).pdf', 'חשבונית 2026-11 (3)', '.pdf'],
    ['report تقرير.docx', 'report تقرير', '.docx'],
    ['תמונה', 'תמונה', ''],
    ['👩‍🚀 mission 🚀🚀🚀🚀🚀.png', '👩‍🚀 mission ', '🚀🚀🚀🚀🚀.png'],
  ])('splits %j', (name, start, end) => {
    expect(splitName(name)).toEqual([start, end]);
  });
});

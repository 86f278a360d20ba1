import { expect, it } from 'vitest';
import { contentDisposition } from './disposition.ts';

it.each([
  ['a.pdf', 'a.pdf', 'a.pdf'],
  ['it\'s (5%) "new" * a.pdf', "it's (5_) _new_ * a.pdf", 'it%27s%20%285%25%29%20%22new%22%20%2A%20a.pdf'],
  ['Orçamento.pdf', 'Orcamento.pdf', 'Or%C3%A7amento.pdf'],
  ['見積.pdf', '__.pdf', '%E8%A6%8B%E7%A9%8D.pdf'],
  ['😀.png', '_.png', '%F0%9F%98%80.png'],
  ['../../etc/passwd', 'passwd', 'passwd'],
  ['C:\\temp\\a.pdf', 'a.pdf', 'a.pdf'],
  ['a\r\nset-cookie: x.pdf', 'a set-cookie: x.pdf', 'a%20set-cookie%3A%20x.pdf'],
  ['inv\u202efdp.exe', 'invfdp.exe', 'invfdp.exe'],
  ['', 'file', 'file'],
  ['a~b.pdf', 'a~b.pdf', 'a~b.pdf'],
  ['\ud800.pdf', '.pdf', '.pdf'],
])('names %j for any program', (name, fallback, extended) => {
  expect(contentDisposition(name)).toBe(`attachment; filename="${fallback}"; filename*=UTF-8''${extended}`);
});

it('keeps the header short', () => {
  const long = contentDisposition(`${'見'.repeat(2000)}.pdf`);
  expect(long.length).toBeLessThan(4000);
  expect(long).toMatch(/\.pdf$/);
});

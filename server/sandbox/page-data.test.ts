import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readTexts } from './page-data.ts';

it('reads the texts of a language as they are now, and none where it has no file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anexo-texts-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  expect(await readTexts(folder, 'en')).toEqual({});
  await mkdir(join(folder, 'translations'));
  for (const title of ['Anexo', 'Attachments']) {
    await writeFile(join(folder, 'translations/en.json'), JSON.stringify({ 'panel.title': title }));
    expect(await readTexts(folder, 'en')).toEqual({ 'panel.title': title });
  }
  expect(await readTexts(folder, 'pt')).toEqual({});
  await writeFile(join(folder, 'translations/pt.json'), '{');
  await expect(readTexts(folder, 'pt')).rejects.toThrow(SyntaxError);
});

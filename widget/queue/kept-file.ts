import type { Keeper } from './keeper.ts';
import { uploadOf } from './kept-upload.ts';
import type { Upload } from './upload.ts';

/** The file to read for an upload: the one that was picked or, where that cannot be read any more, the kept copy. */
export type FileOf = (upload: Pick<Upload, 'id' | 'file'>) => Promise<File>;

/** Makes `FileOf`: people rename, change and delete files once they have picked them. Never rejects. */
export function createFileOf(keeper: Pick<Keeper, 'find'>): FileOf {
  return async ({ id, file }) => {
    if (await canBeRead(file)) return file;
    const kept = await keeper.find(id);
    return kept ? uploadOf(kept.upload, kept.file).file : file;
  };
}

async function canBeRead(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

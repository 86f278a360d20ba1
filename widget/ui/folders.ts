/**
 * The files of a drop with folders in it, whatever the depth: read by the entries that the drop handed over while its
 * event ran. What cannot be read is left out.
 * @param files what the drop has in the place of files: folders too, of which the list then says that they cannot be read
 * @returns `files` where nothing could be read
 */
export async function filesOfDrop(
  entries: readonly FileSystemEntry[],
  files: readonly File[],
): Promise<readonly File[]> {
  const read = await readEntries(entries);
  return read.length > 0 ? read : files;
}

async function readEntries(entries: readonly FileSystemEntry[]): Promise<readonly File[]> {
  const files: File[] = [];
  for (const entry of entries) {
    if (isFile(entry)) {
      const file = await readFile(entry);
      if (file) files.push(file);
    } else if (isDirectory(entry)) files.push(...(await readEntries(await readFolder(entry))));
  }
  return files;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function readFile(entry: FileSystemFileEntry): Promise<File | undefined> {
  return new Promise((resolve) => entry.file(resolve, () => resolve(undefined)));
}

/** What systems put in folders for themselves: nobody means to attach it. */
const ofTheSystem = /(?:^|\/)(?:\.ds_store|thumbs\.db|desktop\.ini|__macosx)(?:\/|$)/i;

/** The files of a picked folder that somebody put there. */
export function withoutSystemFiles(files: readonly File[]): readonly File[] {
  return files.filter(({ webkitRelativePath, name }) => !ofTheSystem.test(webkitRelativePath || name));
}

async function readFolder(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    // Chromium hands over a hundred at a time; an empty batch is the end.
    const batch = await new Promise<readonly FileSystemEntry[]>((resolve) => {
      reader.readEntries(resolve, () => resolve([]));
    });
    if (batch.length === 0) return entries.filter(({ name }) => !ofTheSystem.test(name));
    entries.push(...batch);
  }
}

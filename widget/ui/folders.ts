/**
 * The files of a drop with folders in it, whatever the depth: read by the entries that the drop handed over while its
 * event ran. What cannot be read is among them as a file that cannot, so that the list says so.
 * @param files what the drop has in the place of files: folders too, of which the list then says that they cannot be read
 * @returns `files` where nothing could be read
 */
export async function filesOfDrop(
  entries: readonly FileSystemEntry[],
  files: readonly File[],
): Promise<readonly File[]> {
  const read: File[] = [];
  await readEntries(entries, read);
  return read.some((file) => !(file instanceof UnreadableFile)) ? read : files;
}

/** @param files takes in what is read: there can be more than a call may have arguments */
async function readEntries(entries: readonly FileSystemEntry[], files: File[]): Promise<void> {
  for (const entry of entries) {
    if (isFile(entry)) files.push(await readFile(entry));
    else if (isDirectory(entry)) await readFolder(entry, files);
  }
}

/** Stands for a file or folder that is there and cannot be read: as with any such file, reading a part of it fails. */
class UnreadableFile extends File {
  constructor(name: string) {
    // A file of no bytes would be called empty.
    super([' '], name);
  }
  override slice(): never {
    throw new DOMException(this.name, 'NotReadableError');
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function readFile(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve) => entry.file(resolve, () => resolve(new UnreadableFile(entry.name))));
}

/** What systems put in folders for themselves: nobody means to attach it. */
const ofTheSystem = /(?:^|\/)(?:\.ds_store|thumbs\.db|desktop\.ini|__macosx)(?:\/|$)/i;

/** The files of a picked folder that somebody put there. */
export function withoutSystemFiles(files: readonly File[]): readonly File[] {
  return files.filter(({ webkitRelativePath, name }) => !ofTheSystem.test(webkitRelativePath || name));
}

async function readFolder(folder: FileSystemDirectoryEntry, files: File[]): Promise<void> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    // Chromium hands over a hundred at a time; an empty batch is the end.
    const batch = await new Promise<readonly FileSystemEntry[] | undefined>((resolve) => {
      reader.readEntries(resolve, () => resolve(undefined));
    });
    if (batch?.length) {
      entries.push(...batch);
      continue;
    }
    await readEntries(
      entries.filter(({ name }) => !ofTheSystem.test(name)),
      files,
    );
    if (!batch) files.push(new UnreadableFile(folder.name));
    return;
  }
}

/** `MR` for Marina Reis. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words.at(0), words.length > 1 ? words.at(-1) : undefined].map((word) => word?.charAt(0) ?? '').join('');
}

/** @param bytes as the services count: 1 MB = 1,048,576 bytes */
export function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const inKb = bytes / 1024;
  return inKb < 1024 ? `${inKb.toFixed(inKb < 10 ? 1 : 0)} KB` : `${(inKb / 1024).toFixed(1)} MB`;
}

/** `Mon 14:05`, or with the date when it is a week away or more. */
export function timeWords(time: string): string {
  const date = new Date(time);
  const isFar = Math.abs(date.getTime() - Date.now()) > 6 * 24 * 60 * 60 * 1000;
  const day: Intl.DateTimeFormatOptions = isFar ? { day: 'numeric', month: 'short' } : { weekday: 'short' };
  return new Intl.DateTimeFormat('en-GB', { ...day, hour: '2-digit', minute: '2-digit' }).format(date);
}

/** The ending of a file's name for its tile, such as `pdf`. */
export function endingWord(name: string): string {
  const ending = /\.([^.]{1,5})$/.exec(name)?.[1];
  return ending ?? 'file';
}

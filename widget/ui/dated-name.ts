/**
 * A file name for what has none of its own, with a date and time of the agent's clock that sort well:
 * `Photo 2026-11-21 10.22.33.jpg`.
 */
export function datedName(word: string, time: Date, ending: string): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${word} ${day} ${two(time.getHours())}.${two(time.getMinutes())}.${two(time.getSeconds())}.${ending}`;
}

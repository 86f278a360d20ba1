/** A date and time of the agent's clock that sorts well and may stand in a file name: `2026-11-21 10.22.33`. */
export function timeForName(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}.${two(time.getMinutes())}.${two(time.getSeconds())}`;
}

const given = new Map<string, number>();

/**
 * A file name that no other picture has been given on this page: the second of the same second ends in ` (2)`.
 * @param name with the time in it, without its ending
 */
export function nameOnce(name: string, ending: string): string {
  const whole = `${name}.${ending}`;
  const times = (given.get(whole) ?? 0) + 1;
  given.set(whole, times);
  return times > 1 ? `${name} (${times}).${ending}` : whole;
}

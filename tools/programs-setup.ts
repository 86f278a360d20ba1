import { spawnSync } from 'node:child_process';

/** What the server's tests start for real, and the Debian package that has it. */
const programs = [
  { command: 'redis-server', debianPackage: 'redis-server' },
  { command: 'clamd', debianPackage: 'clamav-daemon' },
  // For the commands of docs/gateway.md.
  { command: 'curl', debianPackage: 'curl' },
] as const;

/**
 * Runs before the server's tests: without Redis and clamd they fail here, with a word on what to do. They are never
 * skipped in silence.
 * @throws Error that names what is missing, where it cannot be installed
 */
export default function setup(): void {
  const missing = programs.filter(({ command }) => !starts(command));
  if (missing.length === 0) return;
  const packages = missing.map(({ debianPackage }) => debianPackage);
  if (process.getuid?.() === 0 && starts('apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update'], { stdio: 'ignore', env });
    spawnSync('apt-get', ['install', '--yes', '--no-install-recommends', ...packages], { stdio: 'ignore', env });
  }
  const lacking = missing.filter(({ command }) => !starts(command));
  if (lacking.length === 0) return;
  throw new Error(
    `The tests of the gateway start ${lacking.map(({ command }) => command).join(' and ')}, which is not here. ` +
      `Install it (on Debian, as root: apt-get install ${packages.join(' ')}).`,
  );
}

function starts(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}

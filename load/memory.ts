import { readFileSync } from 'node:fs';

/** Watches what memory a process holds. */
export interface MemoryWatch {
  /** @returns in bytes, one figure for each second (VmRSS); none where the system does not tell */
  stop(): readonly number[];
}

export function watchMemory(pid: number): MemoryWatch {
  const samples: number[] = [];
  const timer = setInterval(() => {
    const bytes = residentOf(pid);
    if (bytes !== undefined) samples.push(bytes);
  }, 1000);
  return {
    stop() {
      clearInterval(timer);
      return samples;
    },
  };
}

function residentOf(pid: number): number | undefined {
  try {
    const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found ? Number(found[1]) * 1024 : undefined;
  } catch {
    return undefined;
  }
}

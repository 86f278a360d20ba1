import { describe, expect, it } from 'vitest';
import { ensureChromium, findChromium, findShell, launch, type Machine } from './browser.ts';

/** A machine with these Chromiums. `gets` tells which one a program of that name installs. */
function machineWith(working: readonly string[], options: Partial<Machine> & { gets?: Record<string, string> } = {}) {
  const there = new Set(working);
  const commands: string[] = [];
  const machine: Machine = {
    environment: {},
    root: false,
    playwrightChromium: '/cache/chrome',
    exists: (path) => there.has(path) || path === '/usr/bin/broken',
    run: async (program, args) => {
      if (args[0] === '--version') return { ok: there.has(program), output: '' };
      commands.push([program === process.execPath ? 'node' : program, ...args.slice(-2)].join(' '));
      const got = options.gets?.[program === process.execPath ? 'playwright' : `${program} ${args[0]}`];
      if (got) there.add(got);
      return { ok: got !== undefined || args[0] === 'update', output: got ? '' : 'first line\nno network' };
    },
    ...options,
  };
  return { machine, commands };
}

it('takes what ANEXO_CHROMIUM names before all others', async () => {
  const { machine } = machineWith(['/usr/bin/chromium', '/opt/mine'], { environment: { ANEXO_CHROMIUM: '/opt/mine' } });
  expect(await findChromium(machine)).toBe('/opt/mine');
});

it('looks in the system’s places, then in Playwright’s', async () => {
  const order = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/cache/chrome'];
  for (let n = 0; n < order.length; n += 1) {
    expect(await findChromium(machineWith(order.slice(n)).machine)).toBe(order[n]);
  }
  expect(await findChromium(machineWith([]).machine)).toBeUndefined();
});

it('passes over one that is there but does not start', async () => {
  const { machine } = machineWith(['/cache/chrome'], { exists: () => true });
  expect(await findChromium(machine)).toBe('/cache/chrome');
});

describe('a shell', () => {
  const shell = '/usr/bin/chromium-headless-shell';

  it('is found where there is one', async () => {
    expect(await findShell(machineWith([shell]).machine)).toBe(shell);
    expect(await findShell(machineWith(['/usr/bin/chromium']).machine)).toBeUndefined();
  });

  it('is passed over where it does not start', async () => {
    expect(await findShell(machineWith([], { exists: () => true }).machine)).toBeUndefined();
  });

  it('is not taken where ANEXO_CHROMIUM names a browser', async () => {
    const { machine } = machineWith([shell, '/opt/mine'], { environment: { ANEXO_CHROMIUM: '/opt/mine' } });
    expect(await findShell(machine)).toBeUndefined();
  });
});

it('installs nothing where one is found', async () => {
  const { machine, commands } = machineWith(['/usr/bin/chromium'], { root: true });
  expect(await ensureChromium(machine)).toBe('/usr/bin/chromium');
  expect(commands).toEqual([]);
});

it('tries Playwright’s download first', async () => {
  const { machine, commands } = machineWith([], { root: true, gets: { playwright: '/cache/chrome' } });
  expect(await ensureChromium(machine)).toBe('/cache/chrome');
  expect(commands).toEqual(['node --no-shell chromium']);
});

it('then installs Debian’s package as root', async () => {
  const { machine, commands } = machineWith([], { root: true, gets: { 'apt-get install': '/usr/bin/chromium' } });
  expect(await ensureChromium(machine)).toBe('/usr/bin/chromium');
  expect(commands).toEqual(['node --no-shell chromium', 'apt-get update', 'apt-get chromium fonts-liberation']);
});

it('says what it tried and what to do where all fails', async () => {
  const { machine, commands } = machineWith([]);
  const failure = ensureChromium(machine);
  await expect(failure).rejects.toThrow(/Playwright’s download: no network[\s\S]*ANEXO_CHROMIUM=/);
  expect(commands).toEqual(['node --no-shell chromium']);
});

it('says that the one named by ANEXO_CHROMIUM does not start, and installs nothing', async () => {
  const { machine, commands } = machineWith(['/usr/bin/chromium'], {
    root: true,
    environment: { ANEXO_CHROMIUM: '/usr/bin/broken' },
  });
  await expect(ensureChromium(machine)).rejects.toThrow('ANEXO_CHROMIUM names /usr/bin/broken');
  expect(commands).toEqual([]);
});

it.each([true, false])('starts a real browser, all of it or not: %s', async (whole) => {
  const browser = await launch({ whole });
  try {
    const page = await browser.newPage();
    await page.setContent('<title>Anexo</title>');
    expect(await page.title()).toBe('Anexo');
  } finally {
    await browser.close();
  }
});

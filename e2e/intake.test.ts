import { describe, expect, it, onTestFinished } from 'vitest';
import { type Agent, openTicket } from './agent.ts';
import { launch } from './browser.ts';
import { dropFolder } from './drop-folder.ts';
import { pdf, png, sha256 } from './sample-files.ts';
import { latitude, look, phonePhoto, picture, pixelBomb } from './sample-photos.ts';
import { testBrowser } from './test-browser.ts';

const browser = await testBrowser();

const arrived = (agent: Agent) => agent.sandbox.services.ledger.all();

/** The bytes that arrived under a name. */
async function contentOf(agent: Agent, name: string): Promise<Buffer> {
  const file = arrived(agent).find((one) => one.name === name);
  const bytes = file && (await agent.sandbox.services.ledger.bytes(file.id));
  if (!bytes) throw new Error(`${name} did not arrive`);
  return bytes;
}

async function wantSmaller({ panel }: Agent): Promise<void> {
  await panel.getByLabel('Make large photos smaller').check();
}

describe('dropping', () => {
  it('has the whole panel for its target, and says where the files will go', async () => {
    const agent = await openTicket(browser);
    const { panel } = agent;
    const file = await panel.locator('body').evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['%PDF-1.7 dropped'], 'dropped.pdf', { type: 'application/pdf' }));
      return transfer;
    });
    const target = panel.locator('main');
    await target.dispatchEvent('dragenter', { dataTransfer: file });
    const overlay = panel.locator('.drop-overlay');
    expect(await overlay.innerText()).toMatch(/^Drop to attach to ticket #\d+$/);
    const [covered, whole] = [await overlay.boundingBox(), await agent.page.locator('iframe').boundingBox()];
    expect(covered).toEqual(whole);
    await target.dispatchEvent('drop', { dataTransfer: file });
    await agent.sees('dropped.pdf', 'delivered');
    expect(await overlay.count()).toBe(0);
  });

  it('a folder puts it on the ticket on screen, however long the folder is read', async () => {
    const agent = await openTicket(browser);
    const [first, second] = agent.sandbox.services.tickets;
    if (!first || !second) throw new Error('the sandbox has two tickets');
    await agent.panel.getByText('No files on this ticket yet.').waitFor();
    const letGo = await dropFolder(agent, 'inside.txt');
    await agent.panel.getByText('One moment…').waitFor();
    await agent.turn({ ticket: second.id });
    await agent.panel.getByText(`Attach to ticket #${second.ticketNumber}`).waitFor();
    await letGo.evaluate((go) => go());
    await agent.sees('inside.txt', 'delivered');
    expect(arrived(agent)).toMatchObject([{ name: 'inside.txt', ticketId: first.id }]);
  });
});

describe('several hundred files at once', () => {
  it('are all taken in, in the order of picking, with their size in all', async () => {
    const agent = await openTicket(browser, { switches: { connector: 'hanging', gateway: 'down' } });
    const files = Array.from({ length: 300 }, (_, index) => pdf(`${index}.pdf`, 2048));
    await agent.pick(...files);
    await agent.panel.locator('.total').getByText('600 kB in all').waitFor();
    const names = () => agent.panel.locator('li.upload .file-name > .hidden').allTextContents();
    await expect.poll(async () => (await names()).length, { timeout: 30_000 }).toBe(300);
    expect(await names()).toEqual(files.map(({ name }) => name));
  });
});

describe('the camera', () => {
  it('is there on a touch device, and its photo gets a name', async () => {
    const agent = await openTicket(browser, { context: { hasTouch: true, isMobile: true } });
    const input = agent.panel.locator('input[capture=environment]');
    expect(await input.getAttribute('accept')).toBe('image/*');
    const choosing = agent.page.waitForEvent('filechooser');
    await agent.panel.getByRole('button', { name: 'Take a photo' }).tap();
    await (await choosing).setFiles({ ...png('image.png'), name: 'image.png' });
    await agent.panel.locator('[data-state="delivered"]').waitFor();
    expect(arrived(agent).map(({ name }) => name)).toEqual([
      expect.stringMatching(/^Photo \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/),
    ]);
  });

  it('is not there beside a mouse', async () => {
    const { panel } = await openTicket(browser);
    await panel.getByLabel('Make large photos smaller').waitFor();
    expect(await panel.getByRole('button', { name: 'Take a photo' }).count()).toBe(0);
  });
});

describe('the screen', () => {
  it('is not offered where the frame is not allowed to capture it', async () => {
    const { panel } = await openTicket(browser);
    await panel.getByLabel('Make large photos smaller').waitFor();
    expect(await panel.getByRole('button', { name: 'Capture the screen' }).count()).toBe(0);
  });

  it('is attached as one picture, and no longer watched after that', async () => {
    const agreeing = await launch({
      switches: ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
    });
    onTestFinished(() => agreeing.close());
    const agent = await openTicket(agreeing);
    await agent.page.locator('iframe').evaluate((frame) => {
      if (frame instanceof HTMLIFrameElement) frame.allow += '; display-capture';
    });
    // A frame is given its rights when it is loaded.
    await agent.page.locator('#reload').click();
    const capture = agent.panel.getByRole('button', { name: 'Capture the screen' });
    await capture.waitFor();
    const ends = await agent.panel.locator('body').evaluateHandle(() => {
      const ended: string[] = [];
      const stop = MediaStreamTrack.prototype.stop;
      MediaStreamTrack.prototype.stop = function (this: MediaStreamTrack) {
        stop.call(this);
        ended.push(this.readyState);
      };
      return ended;
    });
    await capture.click();
    await agent.panel.locator('[data-state="delivered"]').waitFor();
    const name = arrived(agent)[0]?.name ?? '';
    expect(name).toMatch(/^Screenshot \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/);
    expect((await look(agent.page, await contentOf(agent, name), 'image/png')).width).toBeGreaterThan(100);
    expect(new Set(await ends.jsonValue())).toEqual(new Set(['ended']));
  });
});

describe('large photos', () => {
  it('are sent smaller, upright and without the place where they were taken, once the agent wants it', async () => {
    const agent = await openTicket(browser);
    const photo = await phonePhoto(agent.page, 'IMG_0042.jpg');
    expect([photo.buffer.includes('Exif'), photo.buffer.includes(latitude)]).toEqual([true, true]);
    await agent.pick(photo);
    await agent.sees(photo.name, 'delivered');
    expect(sha256(await contentOf(agent, photo.name))).toBe(sha256(photo.buffer));

    await wantSmaller(agent);
    const second = { ...photo, name: 'IMG_0043.jpg' };
    await agent.pick(second);
    expect(await agent.sees(second.name, 'delivered')).toMatch(/reduced from [\d.]+ MB/);
    const bytes = await contentOf(agent, second.name);
    expect(bytes.length).toBeLessThan(0.5 * photo.buffer.length);
    expect([bytes.includes('Exif'), bytes.includes(latitude)]).toEqual([false, false]);
    const original = await look(agent.page, photo.buffer, 'image/jpeg');
    const reduced = await look(agent.page, bytes, 'image/jpeg');
    expect(original).toMatchObject({ width: 720, height: 2880, corners: ['blue', 'red', 'yellow', 'green'] });
    expect(reduced).toMatchObject({ width: 720, height: 2880, corners: ['blue', 'red', 'yellow', 'green'] });

    await agent.page.reload();
    expect(await agent.panel.getByLabel('Make large photos smaller').isChecked()).toBe(true);
  });

  it('keep what is transparent, and are called what they have become', async () => {
    const agent = await openTicket(browser);
    await wantSmaller(agent);
    const size = { width: 3840, height: 1620 } as const;
    const files = await Promise.all([
      picture(agent.page, 'cut-out.png', { ...size, type: 'image/png', transparent: true }),
      picture(agent.page, 'scan.png', { ...size, type: 'image/png' }),
      picture(agent.page, 'web.webp', { ...size, type: 'image/webp', transparent: true }),
    ]);
    await agent.pick(...files);
    for (const name of ['cut-out.png', 'scan.jpg', 'web.webp']) await agent.sees(name, 'delivered');
    const seen = async (name: string, type: string) => look(agent.page, await contentOf(agent, name), type);
    expect(await seen('cut-out.png', 'image/png')).toMatchObject({ width: 2560, height: 1080, middleAlpha: 0 });
    expect(await seen('scan.jpg', 'image/jpeg')).toMatchObject({ width: 2560, middleAlpha: 255 });
    expect(await seen('web.webp', 'image/webp')).toMatchObject({ width: 2560, middleAlpha: 0 });
  });

  it('go as they are where they are no photos, too large to decode, or broken', async () => {
    const agent = await openTicket(browser);
    await wantSmaller(agent);
    const broken = await phonePhoto(agent.page, 'broken.jpg');
    broken.buffer.fill(0, 4000);
    const files = [pdf('large.pdf', 600_000), pixelBomb('bomb.png'), broken];
    await agent.pick(...files);
    for (const { name } of files) await agent.sees(name, 'delivered');
    for (const { name, buffer } of files) expect(sha256(await contentOf(agent, name))).toBe(sha256(buffer));
  });

  it('are kept as small as they are sent, and sent once, though the page is reloaded on the way', async () => {
    const agent = await openTicket(browser, {
      switches: { connector: 'hanging', gateway: 'down' },
      configuration: { connectortimeout: '4' },
    });
    await wantSmaller(agent);
    const photo = await phonePhoto(agent.page, 'photo.jpg');
    await agent.pick(photo);
    const [size] = /[\d.]+ kB/.exec(await agent.sees(photo.name, 'sending')) ?? [];
    await agent.panel.getByText('You can leave at any time').waitFor();
    await agent.page.reload();
    await agent.row(photo.name).getByText(`${size}`, { exact: true }).waitFor();
    await agent.turn({ connector: 'working' });
    await agent.sees(photo.name, 'delivered');
    expect(arrived(agent)).toHaveLength(1);
    const bytes = await contentOf(agent, photo.name);
    expect([bytes.length < 0.5 * photo.buffer.length, bytes.includes(latitude)]).toEqual([true, false]);
  });

  it('are made smaller in a worker', async () => {
    const agent = await openTicket(browser);
    const working = agent.page.waitForEvent('worker');
    await wantSmaller(agent);
    expect((await working).url()).toContain('/assets/reduce-image-');
    const photo = await phonePhoto(agent.page, 'photo.jpg');
    await agent.pick(photo);
    expect(await agent.sees(photo.name, 'delivered')).toContain('reduced from');
  });

  it('wait where what makes them smaller does not load, and go when it does', async () => {
    const agent = await openTicket(browser);
    const script = '**/assets/reduce-image-*.js';
    await agent.page.route(script, (route) => route.abort());
    await wantSmaller(agent);
    const photo = await phonePhoto(agent.page, 'photo.jpg');
    await agent.pick(photo);
    await agent.panel.getByText('Making photos smaller: 0 of 1').waitFor();
    await agent.page.unroute(script);
    expect(await agent.sees(photo.name, 'delivered')).toContain('reduced from');
  });

  it('are made smaller as far as the panel can do it itself, where it may have no worker', async () => {
    const agent = await openTicket(browser);
    await agent.page.route('**/widget.html*', async (route) => {
      const answer = await route.fetch();
      const policy = `${answer.headers()['content-security-policy']}; worker-src 'none'`;
      await route.fulfill({ response: answer, headers: { ...answer.headers(), 'content-security-policy': policy } });
    });
    await agent.page.reload();
    await wantSmaller(agent);
    const small = await phonePhoto(agent.page, 'small.jpg', 1500, 1200);
    const large = await phonePhoto(agent.page, 'large.jpg');
    await agent.pick(small, large);
    expect(await agent.sees(small.name, 'delivered')).toContain('reduced from');
    expect(await agent.sees(large.name, 'delivered')).not.toContain('reduced from');
  });
});

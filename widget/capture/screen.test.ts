import { describe, expect, it, vi } from 'vitest';
import { mayCapture } from './allowed.ts';
import { captureScreen } from './screen.ts';

describe('mayCapture', () => {
  const devices = { getDisplayMedia: () => {} };
  const page = (name: string, allowed: boolean) => {
    const made = document.implementation.createHTMLDocument();
    Object.defineProperty(made, name, {
      value: { allowsFeature: (one: string) => one === 'display-capture' && allowed },
    });
    return made;
  };

  it.each(['featurePolicy', 'permissionsPolicy'])('is what the frame’s %s says', (name) => {
    expect([true, false].map((allowed) => mayCapture(page(name, allowed), devices))).toEqual([true, false]);
  });

  it('is no where the frame does not say, or the browser has no capture', () => {
    expect(mayCapture(document.implementation.createHTMLDocument(), devices)).toBe(false);
    expect(mayCapture(page('featurePolicy', true), undefined)).toBe(false);
    expect(mayCapture(page('featurePolicy', true), {})).toBe(false);
  });
});

describe('captureScreen', () => {
  const refusing = (name: string) =>
    captureScreen({ getDisplayMedia: () => Promise.reject(new DOMException('no', name)) });

  it('tells an agent who chose nothing from a failure', async () => {
    expect(await refusing('NotAllowedError')).toEqual({ kind: 'declined' });
    expect(await refusing('NotReadableError')).toEqual({ kind: 'failed' });
  });

  it('stops the stream also when no picture can be taken of it', async () => {
    const stop = vi.fn();
    vi.spyOn(HTMLMediaElement.prototype, 'play').mockRejectedValue(new Error('no decoder'));
    const stream = Object.assign(new MediaStream(), { getTracks: () => [{ stop }] });
    expect(await captureScreen({ getDisplayMedia: async () => stream })).toEqual({ kind: 'failed' });
    expect(stop).toHaveBeenCalled();
    vi.restoreAllMocks();
  });
});

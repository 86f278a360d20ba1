import { describe, expect, it } from 'vitest';
import { applyLanguage, applyPreferences } from './appearance.ts';
import { createI18n } from './i18n.ts';

describe('applyPreferences', () => {
  it('sets appearance, accent and font', () => {
    const root = document.createElement('html');
    applyPreferences(root, { appearance: 'dark', accent: 'green', font: 'Puvi' });
    expect({ ...root.dataset }).toEqual({ appearance: 'dark', accent: 'green' });
    expect(root.style.getPropertyValue('--preferred-font')).toBe('"Puvi"');
  });

  it('goes back to its own where the product tells none', () => {
    const root = document.createElement('html');
    applyPreferences(root, { appearance: 'dark', accent: 'green', font: 'Puvi' });
    applyPreferences(root, { appearance: 'auto' });
    expect({ ...root.dataset }).toEqual({ appearance: 'auto', accent: 'blue' });
    expect(root.style.getPropertyValue('--preferred-font')).toBe('');
  });

  it('takes no font that is more than a name', () => {
    const root = document.createElement('html');
    applyPreferences(root, { appearance: 'light', font: 'x", url(https://example.com)' });
    expect(root.style.getPropertyValue('--preferred-font')).toBe('');
  });
});

describe('applyLanguage', () => {
  it('sets language and direction', () => {
    const root = document.createElement('html');
    applyLanguage(root, createI18n('he'));
    expect([root.lang, root.dir]).toEqual(['he', 'rtl']);
  });
});

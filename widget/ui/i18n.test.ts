import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createI18n } from './i18n.ts';
import { loadI18n } from './load-i18n.ts';

const narrow = /[\u00a0\u202f]/g;

describe('loadI18n', () => {
  it.each(['pt', 'pt-BR', 'pt_BR', 'PT'])('finds Portuguese as %s', async (wanted) => {
    const i18n = await loadI18n(wanted);
    expect([i18n.locale, i18n.t('pick.choose')]).toEqual(['pt', 'Escolher arquivos']);
  });

  it.each([
    ['zh_TW', 'zh-Hant', '選擇檔案'],
    ['zh-CN', 'zh', '选择文件'],
    ['iw', 'he', 'בחירת קבצים'],
  ])('finds what is asked for as %s', async (wanted, locale, words) => {
    const i18n = await loadI18n(wanted);
    expect([i18n.locale, i18n.t('pick.choose')]).toEqual([locale, words]);
  });

  it.each(['en', 'en-US', 'xx', '', '../secret'])('speaks English for %j', async (wanted) => {
    const i18n = await loadI18n(wanted);
    expect([i18n.locale, i18n.dir, i18n.t('pick.choose')]).toEqual(['en', 'ltr', 'Choose files']);
  });
});

describe('createI18n', () => {
  const english = createI18n('en');

  it('fills in placeholders, as they are', () => {
    expect(english.t('panel.title', { number: '$& <b>' })).toBe('Attach to ticket #$& <b>');
  });

  it('leaves a placeholder without a value as it is', () => {
    expect(english.t('panel.title')).toBe('Attach to ticket #{number}');
  });

  it('writes numbers as the language does', () => {
    const count = 1234;
    expect(english.t('finding.too-many', { count, limit: 500 })).toContain('You picked 1,234 files');
  });

  it('chooses among plural forms', () => {
    const said = (count: number) => english.t('saidOfMany.delivered', { count });
    expect([said(1), said(2)]).toEqual(['1 file is on the ticket.', '2 files are on the ticket.']);
  });

  it('takes the general form where the language wants one that the messages lack', () => {
    const russian = createI18n('ru', { 'saidOfMany.delivered.other': 'файлов: {count}' });
    expect(russian.t('saidOfMany.delivered', { count: 3 })).toBe('файлов: 3');
  });

  it('takes from English what is missing', () => {
    expect(createI18n('pt', {}).t('pick.choose')).toBe('Choose files');
  });

  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [1023, '1,023 bytes'],
    [1024, '1 kB'],
    [1536, '1.5 kB'],
    [96 * 1024, '96 kB'],
    [1024 * 1024 - 1, '1 MB'],
    [1024 * 1024, '1 MB'],
    [1_258_292, '1.2 MB'],
    [20 * 1024 * 1024, '20 MB'],
    [1024 ** 3, '1,024 MB'],
  ])('calls %d bytes %s', (bytes, words) => {
    expect(english.size(bytes).replace(narrow, ' ')).toBe(words);
  });

  it('writes sizes, lists and times as the language does', () => {
    const portuguese = createI18n('pt');
    expect(portuguese.size(1_258_292).replace(narrow, ' ')).toBe('1,2 MB');
    expect(portuguese.list(['PDF', 'PNG', 'ZIP'])).toBe('PDF, PNG e ZIP');
    expect(portuguese.wait(11_001).replace(narrow, ' ')).toBe('12 s');
  });

  it('keeps sizes and the items of lists apart from a line that runs the other way', () => {
    const hebrew = createI18n('he');
    expect(hebrew.size(1_258_292).replace(narrow, ' ')).toBe('\u20681.2 MB\u2069');
    expect(hebrew.list(['PDF', 'ZIP'])).toBe('\u2068PDF\u2069 ו-\u2068ZIP\u2069');
  });

  it.each([
    [-1, '0 sec'],
    [1, '1 sec'],
    [89_000, '89 sec'],
    [90_000, '2 min'],
  ])('calls a wait of %d ms %s', (ms, words) => {
    expect(english.wait(ms)).toBe(words);
  });

  it('knows which languages run from right to left', () => {
    expect(['ar', 'he', 'en', 'pt'].map((locale) => createI18n(locale).dir)).toEqual(['rtl', 'rtl', 'ltr', 'ltr']);
  });
});

describe('in a product that knows no tickets', () => {
  it('speaks of records, in every language that is loaded', async () => {
    vi.resetModules();
    // Nobody else is to have this one's texts.
    onTestFinished(() => void vi.resetModules());
    const { createI18n: create, speakOfRecords } = await import('./i18n.ts');
    expect(create('en').t('panel.titleUnnumbered')).toBe('Attach to this ticket');
    speakOfRecords({ 'record:panel.titleUnnumbered': 'Attach to this record' });
    expect(create('en').t('panel.titleUnnumbered')).toBe('Attach to this record');
    expect(create('en').t('pick.choose')).toBe('Choose files');
    const forms = { 'record:saidOfMany.delivered.one': '{count} no registro', 'saidOfMany.delivered.one': 'x' };
    expect(create('pt', forms).t('saidOfMany.delivered', { count: 1 })).toBe('1 no registro');
  });
});

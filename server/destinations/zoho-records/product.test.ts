import { describe, expect, it } from 'vitest';
import { bigin } from './bigin.ts';
import { readRecord } from './product.ts';
import { crm } from './zoho-crm.ts';

const inCrm = (reference: string) => readRecord(reference, { ...crm, defaultModule: 'Cases' });
const inBigin = (reference: string) => readRecord(reference, { ...bigin, defaultModule: 'Pipelines' });

describe('a reference to a record', () => {
  // Seed 001.
  it.each([
    ...['Leads', 'Accounts', 'Contacts', 'Deals', 'Campaigns', 'Tasks', 'Cases', 'Events', 'Solutions', 'Products'],
    ...['Vendors', 'Price_Books', 'Quotes', 'Sales_Orders', 'Purchase_Orders', 'Invoices', 'Notes'],
  ])('may name the module %s of CRM', (module) => {
    expect(inCrm(`${module}:42`)).toEqual({ kind: 'record', module, id: '42' });
  });

  // Seed 002.
  it.each(['Contacts', 'Pipelines', 'Accounts', 'Products', 'Tasks', 'Events', 'Notes'])(
    'may name the module %s of Bigin',
    (module) => {
      expect(inBigin(`${module}:42`)).toEqual({ kind: 'record', module, id: '42' });
    },
  );

  it.each(['Price_Books', 'Price Books', 'price  _books', 'PRICEBOOKS'])('spells a module as it likes: %s', (name) => {
    expect(inCrm(`${name}:42`)).toEqual({ kind: 'record', module: 'Price_Books', id: '42' });
  });

  it("calls Bigin's Accounts Companies, as people do", () => {
    expect(inBigin('Companies:42')).toEqual({ kind: 'record', module: 'Accounts', id: '42' });
  });

  it('names one of the default module where it names none, with blanks around it or not', () => {
    expect(inCrm(' 42\n')).toEqual({ kind: 'record', module: 'Cases', id: '42' });
  });

  it('may name a module that takes no attachments', () => {
    expect(inCrm('Leads2:42')).toEqual({ kind: 'unknown-module', module: 'Leads2' });
  });

  it.each(['', 'Leads', 'Leads:', ':42', 'Leads:42x', 'Leads:x42', 'a:b:42', '..', '9'.repeat(33)])(
    'names no record: "%s"',
    (reference) => {
      expect(inCrm(reference)).toEqual({ kind: 'no-record' });
    },
  );
});

it.each([
  [crm, 'CRM'],
  [bigin, 'Bigin'],
])('each is called by its name', ({ name }, expected) => {
  expect(name).toBe(expected);
});

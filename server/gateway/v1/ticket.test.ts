import { describe, expect, it } from 'vitest';
import { readReference } from './ticket.ts';

describe('a reference in a path', () => {
  it.each([
    ['number:10321', { ticket_number: '10321' }],
    ['chamado:99', { chamado_id: '99' }],
    ['number:a\nb', { ticket_number: 'a\nb' }],
    ['123', { zoho_id: '123' }],
    ['Leads:123', { zoho_id: 'Leads:123' }],
    ['number:', { zoho_id: 'number:' }],
    ['Leads:number:5', { zoho_id: 'Leads:number:5' }],
  ])('%j is read as %j', (text, reference) => {
    expect(readReference(text)).toEqual(reference);
  });
});

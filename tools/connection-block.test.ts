import { describe, expect, it } from 'vitest';
import { checkConnection } from './connection-block.ts';
import { describeFault } from './fault.ts';
import { sharedByPlaceholder } from './manifest.ts';

const given = {
  connectionLinkName: 'anexodesk',
  connectionName: 'anexo desk',
  serviceName: 'zlabs_integration',
  userAccess: true,
  isUserDefinedService: false,
  sharedBy: '1234567',
  scope: ['Desk.tickets.READ', 'Desk.tickets.UPDATE'],
};

describe('checkConnection', () => {
  it('takes what Sigma shows, and adds the type that the manifest wants', () => {
    expect(checkConnection(given)).toEqual({
      kind: 'connection',
      connection: { type: 'connectors', ...given },
      notes: [],
    });
  });

  it('reads what a page shows as text', () => {
    const text = { ...given, userAccess: 'True', isUserDefinedService: 'false', sharedBy: 1234567 };
    const reading = checkConnection({ ...text, scope: 'Desk.tickets.READ, Desk.tickets.UPDATE' });
    expect(reading).toMatchObject({ kind: 'connection', connection: { type: 'connectors', ...given } });
  });

  it('takes a scope for all of tickets, and says that less would do', () => {
    const reading = checkConnection({ ...given, scope: ['Desk.tickets.ALL'] });
    expect(reading).toMatchObject({ kind: 'connection', notes: [expect.stringContaining('Desk.tickets.ALL')] });
  });

  it('notes what changes whose name a file carries, and what it leaves out', () => {
    const reading = checkConnection({ ...given, userAccess: false, createdTime: 'today' });
    expect(reading).toMatchObject({
      connection: { userAccess: false },
      notes: [expect.stringContaining('userAccess is false'), expect.stringContaining('createdTime')],
    });
    expect(JSON.stringify(reading)).not.toContain('today');
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['type', { type: 'oauth' }, 'is "oauth"; it must be "connectors"'],
    ['serviceName', { serviceName: 'zoho_desk' }, 'is "zoho_desk"; it must be "zlabs_integration"'],
    ['isUserDefinedService', { isUserDefinedService: true }, 'is true; it must be false'],
    ['connectionLinkName', { connectionLinkName: undefined }, 'is missing; copy the link name'],
    ['connectionLinkName', { connectionLinkName: 'anexo desk' }, 'is "anexo desk"; copy the link name'],
    ['connectionLinkName', { connectionLinkName: ['anexodesk'] }, 'is a list; copy the link name'],
    ['connectionName', { connectionName: '1desk' }, 'is "1desk"; copy the name'],
    ['connectionName', { connectionName: '' }, 'is missing; copy the name'],
    ['sharedBy', { sharedBy: undefined }, 'is missing; copy it from Sigma'],
    ['sharedBy', { sharedBy: 2 ** 60 }, 'is a number that lost digits; put it in quotation marks'],
    ['sharedBy', { sharedBy: sharedByPlaceholder }, 'is still the placeholder; copy it from Sigma'],
    ['userAccess', { userAccess: 'maybe' }, 'is "maybe"; it is true'],
    ['scope', { scope: undefined }, 'is missing; give the connection'],
    ['scope', { scope: ['Desk.tickets.READ'] }, 'lacks Desk.tickets.UPDATE; add it'],
    ['scope', { scope: [1] }, 'is missing; give the connection'],
  ])('refuses a wrong %s: %j', (field, change, message) => {
    const reading = checkConnection({ ...given, ...change });
    expect(reading.kind === 'faulty' && reading.faults.map(describeFault)).toEqual([
      expect.stringContaining(`${field}: ${message}`),
    ]);
  });

  it('names all that is wrong at once', () => {
    const reading = checkConnection({});
    expect(reading.kind === 'faulty' && reading.faults.map(({ where }) => where)).toEqual([
      'connectionLinkName',
      'connectionName',
      'sharedBy',
      'scope',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { createDestination, DestinationConfiguration, secretsOfDestination } from './configuration.ts';

const zoho = { dataCentre: 'com', clientId: 'c-id', clientSecret: 'c-secret', refreshToken: 'r-token' };
const whole = {
  oms: { baseUrl: 'https://oms.example.com/', apikey: 'oms-key', token: 'oms-token', email: 'a@example.com' },
  'zoho-desk': { ...zoho, orgId: '1', chamadoField: 'cf_chamado_id' },
  'zoho-crm': { ...zoho, module: 'Cases', customModules: ['Site_Visits'] },
  bigin: { ...zoho, module: 'Pipelines' },
  kayako: { baseUrl: 'https://support.example.com', apikey: 'kayako-key', secretKey: 'kayako-secret', staffId: '3' },
  toptickets: { apiKey: 'top-key', downloadHosts: ['*.supabase.co'] },
};

it('says of which kinds a destination may be', () => {
  const says = 'give an object whose "kind" is oms, zoho-desk, zoho-crm, bigin, kayako or toptickets';
  expect(() => DestinationConfiguration.parse({ kind: 'desk' })).toThrow(JSON.stringify(says).slice(1, -1));
});

it('knows an organisation by an id of many digits', () => {
  const fields = { ...whole['zoho-desk'], orgId: '60012345678' };
  expect(DestinationConfiguration.parse({ kind: 'zoho-desk', ...fields })).toMatchObject({ orgId: '60012345678' });
});

describe.each(Object.entries(whole))('the configuration of %s', (kind, fields) => {
  const read = (change = {}) => DestinationConfiguration.parse({ kind, ...fields, ...change });

  it('makes the destination, with limits of its own where they are given', () => {
    const destination = createDestination(read({ limits: { fileBytes: 7 } }));
    expect(destination.kind).toBe(kind);
    expect(destination.limits).toMatchObject({ fileBytes: 7, files: 500 });
  });

  it('takes the address of a stand-in, and nothing that it does not know', () => {
    expect(read({ baseUrl: 'http://127.0.0.1:4000/x/' })).toMatchObject({ baseUrl: 'http://127.0.0.1:4000/x' });
    expect(() => read({ baseUrl: 'http://example.com' })).toThrow('https address');
    expect(() => read({ passwort: 'x' })).toThrow('passwort');
  });

  it('tells all its secrets, so that none is shown', () => {
    const secrets = Object.entries(fields).flatMap(([name, value]) => (/key|token|secret/i.test(name) ? [value] : []));
    expect(secretsOfDestination(read())).toEqual(secrets);
  });
});

it.each([
  [{ ...whole['zoho-crm'], kind: 'zoho-crm', module: '../Leads' }, 'give the API name of a module'],
  [{ ...whole['zoho-crm'], kind: 'zoho-crm', dataCentre: 'sg' }, 'give one of com, eu'],
  [{ ...whole.oms, kind: 'oms', baseUrl: 'x' }, 'such as https://oms.example.com'],
  [{ ...whole.oms, kind: 'oms', apikey: '' }, 'give the apikey that OMS gave you'],
  [{ ...whole.oms, kind: 'oms', token: '' }, 'give the token that OMS gave you'],
  [{ ...whole.oms, kind: 'oms', email: '' }, 'give the email address that OMS knows you by'],
  [{ ...whole['zoho-desk'], kind: 'zoho-desk', orgId: 'a1' }, "give the organisation's id, digits, in quotes"],
  [{ ...whole['zoho-desk'], kind: 'zoho-desk', orgId: '1a' }, "give the organisation's id, digits, in quotes"],
  [{ ...whole['zoho-desk'], kind: 'zoho-desk', chamadoField: 'a cf_x' }, 'a custom field, such as cf_chamado_id'],
  [{ ...whole['zoho-desk'], kind: 'zoho-desk', chamadoField: 'cf_x y' }, 'a custom field, such as cf_chamado_id'],
  [{ ...whole['zoho-desk'], kind: 'zoho-desk', baseUrl: 'x' }, 'such as https://desk.zoho.com'],
  [{ ...whole['zoho-crm'], kind: 'zoho-crm', module: 'Leads/x' }, 'give the API name of a module'],
  [{ ...whole['zoho-crm'], kind: 'zoho-crm', customModules: 'X' }, 'give a list of API names of modules'],
  [{ ...whole['zoho-crm'], kind: 'zoho-crm', baseUrl: 'x' }, 'such as https://www.zohoapis.com'],
  [{ ...whole.bigin, kind: 'bigin', module: 'Deals' }, 'give one of Contacts, Pipelines'],
  [{ ...whole.bigin, kind: 'bigin', customModules: ['X'] }, 'customModules'],
  [{ ...whole.kayako, kind: 'kayako', staffId: 'Helena' }, 'the id of a member of staff'],
  [{ ...whole.toptickets, kind: 'toptickets', downloadHosts: ['https://x.example'] }, 'is no host'],
  [{ ...whole.toptickets, kind: 'toptickets', downloadHosts: 'x.example' }, 'give a list of hosts'],
  [{ ...whole.toptickets, kind: 'toptickets', apiKey: '' }, 'give the API key that TopTickets gave you'],
  [{ ...whole.toptickets, kind: 'toptickets', baseUrl: 'x' }, 'such as https://api.toptickets.app'],
])('refuses %j', (value, problem) => {
  expect(() => DestinationConfiguration.parse(value)).toThrow(problem);
});

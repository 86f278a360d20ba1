import { describe, expect, it } from 'vitest';
import type { OpenApi, OpenApiOperation } from './document.ts';
import { html } from './html.ts';
import { renderPage } from './page.ts';

describe('html', () => {
  it('takes for text what is filled in, and for HTML what it made itself', () => {
    const item = (text: string) => html`<li>${text}</li>`;
    expect(html`<ul title="${`"a" & 'b'`}">${[item('<b>'), item('>')]}${item('c')}</ul>`.html).toBe(
      '<ul title="&#34;a&#34; &#38; &#39;b&#39;"><li>&#60;b&#62;</li><li>&#62;</li><li>c</li></ul>',
    );
  });
});

const operation = (operationId: string, more: Partial<OpenApiOperation> = {}): OpenApiOperation => ({
  operationId,
  tags: ['Files'],
  summary: `What ${operationId} does`,
  security: [],
  parameters: [],
  responses: {},
  ...more,
});

const page = (paths: OpenApi['paths']): string =>
  renderPage(
    {
      openapi: '3.1.0',
      info: { title: 'Gateway <1>', version: '1', description: 'Puts files.' },
      servers: [],
      tags: [{ name: 'Files' }, { name: 'Passes' }],
      paths,
      components: { securitySchemes: {} },
    },
    '/docs/openapi.json',
  );

/** The part of one call. */
function articleOf(text: string, operationId: string): string {
  const [, article = ''] = new RegExp(`<article id="${operationId}">([\\s\\S]*?)</article>`).exec(text) ?? [];
  return article;
}

describe('the page', () => {
  it('is HTML, named as the document, with a link to it and to each call', () => {
    const text = page({ '/files': { get: operation('list'), post: operation('add', { tags: ['Passes'] }) } });
    expect(text).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(text).toContain('<title>Gateway &#60;1&#62;</title>');
    expect(text).toContain('<p>Puts files. <a href="/docs/openapi.json">OpenAPI 3.1</a></p>');
    expect(text).toContain(
      '<li><a href="#list"><b>GET</b> /files</a></li><li><a href="#add"><b>POST</b> /files</a></li>',
    );
    const sections = text.split('<section>').slice(1);
    expect(
      sections.map((section) => [...section.matchAll(/<h2>(.*?)<|id="(\w+)"/g)].map(([, a, b]) => a ?? b)),
    ).toEqual([
      ['Files', 'list'],
      ['Passes', 'add'],
    ]);
  });

  it('says of a call what it does and needs, and leaves out what it has not', () => {
    const bare = articleOf(page({ '/files': { get: operation('list') } }), 'list');
    expect(bare).toContain('<h3><b>GET</b> <code>/files</code></h3>');
    expect(bare).toContain('<p>What list does.</p>');
    expect(bare).toContain('Needs no token.');
    expect(bare).not.toMatch(/Parameters|Body|undefined/);
    const full = articleOf(
      page({
        '/files': {
          post: operation('add', {
            description: 'One at a time.',
            security: [{ token: [] }],
            parameters: [
              { name: 'ticket', in: 'path', required: true, description: 'Its id', schema: { type: 'string' } },
              { name: 'limit', in: 'query', required: false, schema: { type: 'integer' } },
            ],
            requestBody: { required: true, content: { 'text/plain': { schema: { type: 'string' } } } },
            responses: {
              201: {
                description: 'It is there.',
                headers: { Location: { description: 'Where', schema: {} } },
                content: { 'application/json': { schema: { type: 'object' } } },
              },
            },
          }),
        },
      }),
      'add',
    );
    expect(full).toContain('<p>What add does. One at a time.</p>');
    expect(full).toContain('Needs a token: Authorization: Bearer …');
    expect(full).toContain(
      '<h4>Parameters</h4><table><tr><td><code>ticket</code></td><td>path</td><td>Its id <code>{&#34;type&#34;:&#34;string&#34;}</code></td></tr>' +
        '<tr><td><code>limit</code></td><td>query, optional</td><td> <code>{&#34;type&#34;:&#34;integer&#34;}</code></td></tr></table>',
    );
    expect(full).toContain('<h4>Body</h4><details><summary>text/plain</summary><pre>{\n');
    expect(full).toContain(
      '<dt>201</dt><dd>It is there.<p><code>Location</code> Where</p><details><summary>application/json</summary>',
    );
  });
});

import type { OpenApi, OpenApiOperation, OpenApiParameter } from './document.ts';
import { type Html, html } from './html.ts';
import { pageStyle } from './page-style.ts';

/** The document as a page for people, complete in itself: it runs nothing, and fetches nothing. */
export function renderPage({ info, tags, paths }: OpenApi, documentPath: string): string {
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const sections = tags.map(({ name }) => {
    const articles = calls.filter(({ operation }) => operation.tags.includes(name)).map(renderCall);
    return html`<section><h2>${name}</h2>${articles}</section>`;
  });
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${info.title}</title>
<style>${{ html: pageStyle }}</style>
</head>
<body>
<header><h1>${info.title}</h1><p>${info.description} <a href="${documentPath}">OpenAPI 3.1</a></p></header>
<nav><ul>${calls.map(renderLink)}</ul></nav>
<main>${sections}</main>
</body>
</html>
`;
  return page.html;
}

interface Call {
  readonly path: string;
  readonly method: string;
  readonly operation: OpenApiOperation;
}

function renderLink({ path, method, operation }: Call): Html {
  return html`<li><a href="#${operation.operationId}"><b>${method}</b> ${path}</a></li>`;
}

function renderCall({ path, method, operation }: Call): Html {
  const { operationId, summary, description, security, parameters, requestBody, responses } = operation;
  return html`<article id="${operationId}">
<h3><b>${method}</b> <code>${path}</code></h3>
<p>${summary}.${description === undefined ? '' : ` ${description}`}</p>
<p class="token">${security.length === 0 ? 'Needs no token.' : 'Needs a token: Authorization: Bearer …'}</p>
${parameters.length === 0 ? '' : renderParameters(parameters)}
${requestBody ? html`<h4>Body</h4>${renderContents(requestBody.content)}` : ''}
<h4>Answers</h4>
<dl>${Object.entries(responses).map(([status, { description: words, headers = {}, content = {} }]) => {
    const names = Object.entries(headers).map(
      ([name, header]) => html`<p><code>${name}</code> ${header.description}</p>`,
    );
    return html`<dt>${status}</dt><dd>${words}${names}${renderContents(content)}</dd>`;
  })}</dl>
</article>`;
}

function renderParameters(parameters: readonly OpenApiParameter[]): Html {
  const rows = parameters.map(
    ({ name, in: place, required, description, schema }) =>
      html`<tr><td><code>${name}</code></td><td>${place}${required ? '' : ', optional'}</td><td>${description ?? ''} <code>${JSON.stringify(schema)}</code></td></tr>`,
  );
  return html`<h4>Parameters</h4><table>${rows}</table>`;
}

function renderContents(contents: Readonly<Record<string, { readonly schema: object }>>): Html {
  const parts = Object.entries(contents).map(
    ([type, { schema }]) =>
      html`<details><summary>${type}</summary><pre>${JSON.stringify(schema, null, 2)}</pre></details>`,
  );
  return html`${parts}`;
}

import { expect, it } from 'vitest';
import { heedAncestorsOnly } from './heed-ancestors.ts';

/** A window with a parent, as far as messages go. */
function windowIn(parent: EventTarget | undefined): Window {
  const made = new EventTarget();
  Object.defineProperty(made, 'parent', { value: parent ?? made });
  return made as Window;
}

const top = windowIn(undefined);
const product = windowIn(top);
const widget = windowIn(product);
const neighbour = windowIn(product);
const child = windowIn(widget);
const opener = windowIn(undefined);

const heard: unknown[] = [];
// As an SDK whose script has run before the widget's own.
widget.addEventListener('message', ({ source }) => void heard.push(source));
heedAncestorsOnly(widget);
widget.addEventListener('message', ({ source }) => void heard.push(source));

it.each<[string, Window | null, boolean]>([
  ['the page around', product, true],
  ['the page around that', top, true],
  ['the widget itself', widget, true],
  ['another frame of the page', neighbour, false],
  ['a frame in the widget', child, false],
  ['a window that opened another', opener, false],
  ['a frame that has gone', null, false],
])('hears %s: %o %s', (_, source, hears) => {
  heard.length = 0;
  widget.dispatchEvent(Object.assign(new Event('message'), { source }));
  expect(heard).toEqual(hears ? [source, source] : []);
});

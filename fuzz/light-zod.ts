import { register } from 'node:module';

/** Loaded before a thread of the widget's targets: the widget's zod takes zod's place, as in its build. */
const light = new URL('../widget/light-zod/light-zod.js', import.meta.url).href;
const hooks = `export function resolve(name, context, next) {
  if (name !== 'zod/mini') return next(name, context);
  return { url: ${JSON.stringify(light)}, shortCircuit: true };
}`;

register(`data:text/javascript,${encodeURIComponent(hooks)}`);

/** Put in place by the build, from package.json. */
declare const __VERSION__: unknown;

/** The widget's version, such as `0.1.0`. */
export const version: string = typeof __VERSION__ === 'string' ? __VERSION__ : 'unknown';

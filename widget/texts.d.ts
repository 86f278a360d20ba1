/** A part of the English texts (tools/texts-plugin.ts). */
declare module '*/en.json?first' {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}
declare module '*/en.json?later' {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}
declare module '*/en.json?record' {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}
declare module '*/en.json?recordLater' {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}
declare module '*/en.json?settings' {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}

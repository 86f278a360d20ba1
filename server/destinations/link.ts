/** A link as an attachment may be one: any service shows it to people, so it leads to nothing but the web. */
export function readLink(link: string): string | undefined {
  if (link.length > 2000 || !URL.canParse(link)) return undefined;
  const { protocol, href, username, password } = new URL(link);
  const web = protocol === 'https:' || protocol === 'http:';
  return web && username === '' && password === '' ? href : undefined;
}

/** Put in place by the build, from `zohoAuthorisation` in plugin-manifest.json. */
declare const __CONNECTION_LINK_NAME__: unknown;

/** The link name of the connection that the extension was built with; `undefined` where it was built with none. */
export const connectionLinkName: string | undefined =
  typeof __CONNECTION_LINK_NAME__ === 'string' && __CONNECTION_LINK_NAME__ ? __CONNECTION_LINK_NAME__ : undefined;

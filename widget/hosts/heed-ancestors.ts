/**
 * Lets nobody but the pages around the widget speak to it. The products' SDKs do not look at who sent a message, and
 * their promises are numbered one after the other: any other window, such as another extension's frame on the same page,
 * could forge their answers and events. What comes from another window than one above this one, or this itself, is
 * stopped before the SDK hears of it. To be called before the SDK registers.
 * @param page `window`
 */
export function heedAncestorsOnly(page: Window): void {
  const stopOthers = (message: MessageEvent): void => {
    let above = page;
    while (message.source !== above && above !== above.parent) above = above.parent;
    // Also where it has no source: its sender has gone, which a page above has not.
    if (message.source !== above) message.stopImmediatePropagation();
  };
  // A window calls its listeners in the order in which they were added, capturing ones too.
  page.addEventListener('message', stopOthers, true);
}

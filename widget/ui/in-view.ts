/** Knows whether an agent can see the panel. */
export interface View {
  isInView(): boolean;
  end(): void;
}

/**
 * Watches whether any part of an element is on screen: in a window and tab that are shown, not scrolled away by the
 * page around the frame, in a frame that is not hidden. Where the focus is tells nothing: an agent who types a reply
 * beside the panel sees it.
 */
export function watchInView(element: Element): View {
  let shown = true;
  const observer = new IntersectionObserver((entries) => {
    shown = entries.at(-1)?.isIntersecting ?? shown;
  });
  observer.observe(element);
  return {
    isInView: () => shown && document.visibilityState === 'visible',
    end: () => observer.disconnect(),
  };
}

import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Whether the agent is at it. In some browsers what was clicked last stays a frame's active element while its user types
 * in the page around; to focus another then would take the keyboard from that page.
 */
export function hasFocus<Of extends Element>(element: Of | null | undefined): element is Of {
  return document.hasFocus() && !!element?.contains(document.activeElement);
}

/**
 * Takes the focus along when the element that has it goes away: else it would fall back to the page's beginning.
 * @param goOn focuses another place, while the element is still in its old one
 */
export function useLeavingFocus(element: RefObject<HTMLElement | null>, goOn: (from: HTMLElement) => void): void {
  const latest = useRef(goOn);
  latest.current = goOn;
  useLayoutEffect(() => {
    const { current } = element;
    return () => {
      if (hasFocus(current)) latest.current(current);
    };
  }, [element]);
}

/** Focuses a button in the row that comes after, else before. @returns whether there was one */
export function focusNeighbour(row: HTMLElement, selector: string): boolean {
  for (const neighbour of [row.nextElementSibling, row.previousElementSibling]) {
    const button = neighbour?.querySelector<HTMLElement>(selector);
    button?.focus();
    if (button) return true;
  }
  return false;
}

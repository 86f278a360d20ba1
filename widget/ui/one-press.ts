/**
 * For a list whose rows go when one of their buttons is pressed, and those below move up: the second click of two, and a
 * key that is held down, would reach the next file, which nobody meant.
 */
export const onePressOneFile = {
  onClickCapture: (event: MouseEvent) => event.detail > 1 && event.stopPropagation(),
  onKeyDownCapture: (event: KeyboardEvent) => event.repeat && event.key === 'Enter' && event.preventDefault(),
};

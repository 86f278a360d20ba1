/** Outlines on a grid of 24, drawn for this page. */
const outlines = {
  lifebuoy:
    'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 5.4a3.6 3.6 0 1 0 0 7.2 3.6 3.6 0 0 0 0-7.2ZM5.7 5.7l3.7 3.7m5.2 5.2 3.7 3.7m0-12.6-3.7 3.7m-5.2 5.2-3.7 3.7',
  inbox: 'M4 13.5 6.6 5h10.8L20 13.5V19H4v-5.5Zm0 0h5a3 3 0 0 0 6 0h5',
  people:
    'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.8 19.5c.4-3.4 2.9-5.3 6.2-5.3s5.8 1.9 6.2 5.300M16 5a3.2 3.2 0 0 1 0 6.100M17.6 14.600c2 .6 3.3 2.3 3.6 4.9',
  book: 'M5 5.500A1.5 1.5 0 0 1 6.5 4H19v13H6.500A1.5 1.5 0 0 0 5 18.500v-13Zm0 13A1.5 1.5 0 0 0 6.5 20H19v-3',
  chart: 'M4 20h16M7 16.500V11m5 5.500V6m5 10.500V9',
  settings:
    'M4 7h9m4 0h3M4 17h3m4 0h9M15 9.200a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.400ZM9 19.200a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.400Z',
  chevron: 'm7 10 5 5 5-5',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 4.5 4.5',
  plus: 'M12 5v14M5 12h14',
  bell: 'M6 16.500V11a6 6 0 1 1 12 0v5.500l1.5 1.500h-15L6 16.500ZM10 20.500h4',
  puzzle: 'M5 9h4V7.500a2 2 0 1 1 4 0V9h4v4h1.500a2 2 0 1 1 0 4H17v3H5v-4h1.200a1.7 1.7 0 1 0 0-3.400H5V9Z',
  reload: 'M19 12a7 7 0 1 1-2.3-5.200M19 3.800V7.500h-3.8',
  unplugged: 'M9 4v4m6-4v4M7 8h10v3a5 5 0 0 1-8.5 3.500M12 16v4M4 4l16 16',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-10v5.500m0-9v.1',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 8c.5-3.9 3.5-6 7.5-6s7 2.1 7.5 6',
  history: 'M4.5 12a7.5 7.5 0 1 0 2.2-5.300L4.5 8.900M4.5 5v4h4M12 8v4.300l3 1.7',
  download: 'M12 4v11m-4.5-4.300L12 15.200l4.5-4.500M5 19.500h14',
  link: 'm10 14 4-4M9.500 8.500 12 6a4 4 0 0 1 6 6l-2.5 2.500M14.500 15.500 12 18a4 4 0 0 1-6-6l2.5-2.500',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-14v5.300l3.4 2',
  done: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm-4-9 2.8 2.800L16 9.5',
  failed: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-13.500v5.500m0 3.300v.1',
  flask: 'M9 4h6m-5 0v6L5.2 18.200A1.2 1.2 0 0 0 6.2 20h11.600a1.2 1.2 0 0 0 1-1.800L14 10V4M7.8 15h8.4',
} as const;

export type IconName = keyof typeof outlines;

const svg = 'http://www.w3.org/2000/svg';

/** @param size in pixels */
export function icon(name: IconName, size = 18): SVGSVGElement {
  const element = document.createElementNS(svg, 'svg');
  const attributes = { viewBox: '0 0 24 24', width: `${size}`, height: `${size}`, fill: 'none', 'aria-hidden': 'true' };
  const stroke = {
    stroke: 'currentColor',
    'stroke-width': '1.7',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  };
  for (const [key, value] of Object.entries({ ...attributes, ...stroke })) element.setAttribute(key, value);
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', outlines[name]);
  element.append(path);
  return element;
}

/** Puts icons where the page's HTML names them in `data-icon`. */
export function fillIcons(root: ParentNode): void {
  for (const place of root.querySelectorAll<HTMLElement>('[data-icon]')) {
    const name = place.dataset['icon'];
    if (name && isIconName(name)) place.append(icon(name, place.classList.contains('rail-mark') ? 26 : 18));
  }
}

function isIconName(name: string): name is IconName {
  return Object.hasOwn(outlines, name);
}

/** Line icons on a grid of 20, drawn for this panel: one path each, coloured by the text around them. */
const paths = {
  clip: 'M15.5 9.9L10.1 15.2A3.78 3.78 0 0 1 4.8 9.9L10.7 3.9A2.52 2.52 0 0 1 14.3 7.5L8.7 13.1A1.26 1.26 0 0 1 6.9 11.3L11.6 6.6',
  close: 'm6 6 8 8M14 6l-8 8',
  check: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4ZM6.8 10.3l2.2 2.2 4.3-4.7',
  warning: 'M10 3.3 17.4 16H2.6ZM10 8.2v3.3M10 13.6v.1',
  block: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4ZM5 5l10 10',
  camera:
    'M3.8 6.4h2.4l1.4-2.2h4.8l1.4 2.2h2.4a.8.8 0 0 1 .8.8v7.6a.8.8 0 0 1-.8.8H3.8a.8.8 0 0 1-.8-.8V7.2a.8.8 0 0 1 .8-.8ZM10 8.2a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4Z',
  screen: 'M3 4h14v9.6H3ZM10 13.6v2.8M7 16.4h6',
  clock: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4ZM10 6.2V10l2.6 1.6',
  info: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4ZM10 9.3v4M10 6.6v.1',
  unplugged: 'M7.5 3.5v3M12.5 3.5v3M5.5 6.5h9v2.8a4.5 4.5 0 0 1-9 0ZM10 13.8v2.7M3 3l14 14',
  more: 'M4.6 10v.1M10 10v.1M15.4 10v.1',
  eye: 'M2.6 10S5.4 5.2 10 5.2s7.4 4.8 7.4 4.8-2.8 4.8-7.4 4.8S2.6 10 2.6 10ZM10 7.9a2.1 2.1 0 1 0 0 4.2 2.1 2.1 0 0 0 0-4.2Z',
  page: 'M5.5 2.8h5.7l3.8 3.8v9.6a1 1 0 0 1-1 1H5.5a1 1 0 0 1-1-1V3.8a1 1 0 0 1 1-1ZM11 2.8v4h4',
  text: 'M5.5 2.8h5.7l3.8 3.8v9.6a1 1 0 0 1-1 1H5.5a1 1 0 0 1-1-1V3.8a1 1 0 0 1 1-1ZM11 2.8v4h4M7.3 10.2h5M7.3 13.2h5',
  sheet:
    'M4 3.8h12a.8.8 0 0 1 .8.8v10.8a.8.8 0 0 1-.8.8H4a.8.8 0 0 1-.8-.8V4.6a.8.8 0 0 1 .8-.8ZM3.2 8h13.6M3.2 12h13.6M8.4 8v8.2',
  slides: 'M3 4h14M4.2 4v8.6h11.6V4M10 12.6v3M7.2 16.6 10 15l2.8 1.6',
  image:
    'M4 3.8h12a.8.8 0 0 1 .8.8v10.8a.8.8 0 0 1-.8.8H4a.8.8 0 0 1-.8-.8V4.6a.8.8 0 0 1 .8-.8ZM3.4 13.6l3.8-3.8 3.4 3.4 2-2 4 4M12.9 7.5v.1',
  archive: 'M3.2 7h13.6v9.2H3.2ZM3.2 7l1.9-3.2h9.8L16.8 7M10 9.6v3.2M8.6 9.6h2.8',
  media: 'M4 4.2h12a.8.8 0 0 1 .8.8v10a.8.8 0 0 1-.8.8H4a.8.8 0 0 1-.8-.8V5a.8.8 0 0 1 .8-.8ZM8.4 7.4v5.2l4.2-2.6Z',
  mail: 'M3.8 4.8h12.4a.8.8 0 0 1 .8.8v8.8a.8.8 0 0 1-.8.8H3.8a.8.8 0 0 1-.8-.8V5.6a.8.8 0 0 1 .8-.8ZM3.4 5.8 10 10.8l6.6-5',
  code: 'M7 6.5 3.5 10 7 13.5M13 6.5l3.5 3.5-3.5 3.5M11.2 5l-2.4 10',
} as const;

export type IconName = keyof typeof paths;

/** Always an ornament: the text beside it says the same. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" width={size} height={size} aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

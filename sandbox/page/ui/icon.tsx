/** Paths on a 20 × 20 grid, drawn with a 1.6 stroke. */
const paths = {
  hash: 'M4 7.5h12.5M3.5 12.5H16M8.2 3.5 6 16.5M14 3.5l-2.2 13',
  close: 'M5 5l10 10M15 5 5 15',
  more: 'M10 4.6v.01M10 10v.01M10 15.4v.01',
  eye: 'M2.5 10S5.2 4.8 10 4.8 17.5 10 17.5 10 14.8 15.2 10 15.2 2.5 10 2.5 10zM10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z',
  send: 'M3.5 3.8 17 10 3.5 16.2l1.8-6.2zM5.5 10h6',
  sun: 'M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM10 2v1.6M10 16.4V18M2 10h1.6M16.4 10H18M4.3 4.3l1.2 1.2M14.5 14.5l1.2 1.2M4.3 15.7l1.2-1.2M14.5 5.5l1.2-1.2',
  moon: 'M16.5 11.8A6.8 6.8 0 0 1 8.2 3.5a6.8 6.8 0 1 0 8.3 8.3z',
  auto: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 3v14M12.5 3.6v12.8M15 5.2v9.6',
  plus: 'M10 4v12M4 10h12',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4',
  chevron: 'M6 8l4 4 4-4',
  check: 'M4 10.5l4 4 8-9',
  clock: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6v4.2l2.8 1.8',
  cube: 'M10 2.8 16.5 6v8L10 17.2 3.5 14V6zM3.5 6 10 9.4 16.5 6M10 9.4v7.8',
  reply: 'M4 4.5h12v8.5H9.5L6 16v-3H4z',
  back: 'M12 4.5 6.5 10l5.5 5.5',
  forward: 'M8 4.5 13.5 10 8 15.5',
  bolt: 'M11 2.5 4.5 11.2H9l-.8 6.3 7-9h-4.8z',
  app: 'M4 4h5v5H4zM11.5 4H16v5h-4.5zM4 11.5h5V16H4zM11.5 11.5H16V16h-4.5z',
  file: 'M5.5 2.8h6l3.5 3.5v10.9h-9.5zM11.5 2.8v3.5H15',
  download: 'M10 3.5v9M6.5 9.5 10 13l3.5-3.5M4 16.5h12',
  link: 'M8.5 11.5a3 3 0 0 0 4.3.2l2.6-2.6a3 3 0 0 0-4.3-4.3L10 6M11.5 8.5a3 3 0 0 0-4.3-.2l-2.6 2.6a3 3 0 0 0 4.3 4.3L10 14',
  trash: 'M4 5.5h12M8 5.5V3.5h4v2M5.5 5.5l.8 11h7.4l.8-11M8.5 8.5v5M11.5 8.5v5',
  'thumb-up':
    'M3.5 9h3v7.5h-3zM6.5 9.5 9.8 3.5a1.7 1.7 0 0 1 1.7 2L11 8.5h4.3a1.5 1.5 0 0 1 1.4 1.9l-1.4 5a1.5 1.5 0 0 1-1.4 1.1H6.5',
  'thumb-down':
    'M3.5 11h3V3.5h-3zM6.5 10.5l3.3 6a1.7 1.7 0 0 0 1.7-2L11 11.5h4.3a1.5 1.5 0 0 0 1.4-1.9l-1.4-5a1.5 1.5 0 0 0-1.4-1.1H6.5',
  list: 'M8 5.5h8.5M8 10h8.5M8 14.5h8.5M4 5.5v.01M4 10v.01M4 14.5v.01',
  numbers: 'M9 5.5h7.5M9 10h7.5M9 14.5h7.5M3.4 4.4l1.2-.8v3.6M3.2 12.6c1.8-1.1 2.7.3 1.3 1.4l-1.4 1.2h2.3',
  quote: 'M4 4v12M8 6.5h8M8 10h8M8 13.5h5',
  play: 'M7 4.5v11l9-5.5z',
  info: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 9.2v4.3M10 6.5v.01',
  error: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM7.5 7.5l5 5M12.5 7.5l-5 5',
  sort: 'M7 8l3-3.5L13 8M7 12l3 3.5 3-3.5',
  up: 'M6 12l4-4 4 4',
  ring: 'M10 16a6 6 0 1 0 0-12 6 6 0 0 0 0 12z',
  warning: 'M10 3 18 16.5H2zM10 8v4M10 14.3v.01',
} as const

export type IconName = keyof typeof paths

/** A decoration, hidden from screen readers: its user gives the words. */
export const Icon = ({ name, size = 20 }: { name: IconName; size?: number }) => (
  <svg className="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    <path d={paths[name]} />
  </svg>
)

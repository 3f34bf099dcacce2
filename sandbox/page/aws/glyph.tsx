/** On a grid of 20 × 20. */
const paths = {
  help: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM7.8 8.2a2.2 2.2 0 1 1 3.3 1.9c-.8.5-1.1.9-1.1 1.7M10 14.2v.01',
  tune: 'M3 6h8M15 6h2M3 14h2M9 14h8M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  widen: 'M7 6 3 10l4 4M3 10h14M13 6l4 4-4 4',
  route:
    'M5.5 14.5a1.7 1.7 0 1 0 0 .01M14.5 5.5a1.7 1.7 0 1 0 0 .01M7 14.5h5.5a2.25 2.25 0 0 0 0-4.5h-5a2.25 2.25 0 0 1 0-4.5H13',
} as const

export type GlyphName = keyof typeof paths

/** A decoration of the AWS side, hidden from screen readers: its user gives the words. */
export const Glyph = ({ name, size = 18 }: { name: GlyphName; size?: number }) => (
  <svg className="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    <path d={paths[name]} />
  </svg>
)

/** The few pieces of SVG that pictures are made of. Lengths are pixels of the picture. */

export interface Point {
  x: number
  y: number
}

/** Colours that are told apart by their lightness too, on white. */
export const COLOURS = {
  paper: '#ffffff',
  ink: '#1d1c1d',
  quiet: '#616061',
  grid: '#dddddd',
  line: '#1264a3',
  bar: '#2b7a5b',
} as const

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const at = (value: number): string => String(Math.round(value * 10) / 10)

export interface TextStyle {
  size: number
  colour?: string
  anchor?: 'start' | 'middle' | 'end'
  isBold?: true
}

export const svgText = ({ x, y }: Point, text: string, style: TextStyle): string =>
  `<text x="${at(x)}" y="${at(y)}" font-size="${style.size}" font-weight="${style.isBold ? 600 : 400}" fill="${style.colour ?? COLOURS.ink}" text-anchor="${style.anchor ?? 'start'}">${escapeXml(text)}</text>`

export const svgRect = (
  { x, y }: Point,
  { width, height }: { width: number; height: number },
  colour: string,
): string => `<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" fill="${colour}"/>`

export const svgLine = (points: readonly Point[], colour: string, width: number): string =>
  `<polyline points="${points.map(({ x, y }) => `${at(x)},${at(y)}`).join(' ')}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round" stroke-linecap="round"/>`

export const svgDot = ({ x, y }: Point, radius: number, colour: string): string =>
  `<circle cx="${at(x)}" cy="${at(y)}" r="${radius}" fill="${colour}"/>`

export const svgPicture = (width: number, height: number, parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter">${svgRect({ x: 0, y: 0 }, { width, height }, COLOURS.paper)}${parts.join('')}</svg>`

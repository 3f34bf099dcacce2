import { barChart, barsHeight } from '../../blocks/picture/bar-chart.ts'
import { lineChart } from '../../blocks/picture/line-chart.ts'
import { svgPicture, svgText } from '../../blocks/picture/svg.ts'

/** Each piece of a picture on a line of its own. */
const pieces = (svg: string): string[] => svg.replaceAll('><', '>\n<').split('\n')

test('bars: each with its label before and its number behind; the longest takes the room there is', () => {
  expect(barsHeight(3)).toBe(220)
  const bars = [
    { label: 'under <30> days', value: 1_000 },
    { label: 'older', value: 250 },
    { label: 'few', value: 1 },
    { label: 'none', value: 0 },
  ]
  expect(pieces(barChart('Ages', bars, { x: 10, y: 100, width: 800 }))).toEqual([
    '<text x="10" y="134" font-size="34" font-weight="600" fill="#1d1c1d" text-anchor="start">Ages</text>',
    '<text x="10" y="192" font-size="28" font-weight="400" fill="#616061" text-anchor="start">under &lt;30&gt; days</text>',
    '<rect x="270" y="164" width="410" height="34" fill="#2b7a5b"/>',
    '<text x="694" y="192" font-size="28" font-weight="400" fill="#1d1c1d" text-anchor="start">1,000</text>',
    '<text x="10" y="244" font-size="28" font-weight="400" fill="#616061" text-anchor="start">older</text>',
    '<rect x="270" y="216" width="102.5" height="34" fill="#2b7a5b"/>',
    '<text x="386.5" y="244" font-size="28" font-weight="400" fill="#1d1c1d" text-anchor="start">250</text>',
    '<text x="10" y="296" font-size="28" font-weight="400" fill="#616061" text-anchor="start">few</text>',
    '<rect x="270" y="268" width="4" height="34" fill="#2b7a5b"/>',
    '<text x="288" y="296" font-size="28" font-weight="400" fill="#1d1c1d" text-anchor="start">1</text>',
    '<text x="10" y="348" font-size="28" font-weight="400" fill="#616061" text-anchor="start">none</text>',
    '<rect x="270" y="320" width="0" height="34" fill="#2b7a5b"/>',
    '<text x="284" y="348" font-size="28" font-weight="400" fill="#1d1c1d" text-anchor="start">0</text>',
  ])
})

test('bars of nothing have no width', () => {
  expect(barChart('Ages', [{ label: 'none', value: 0 }], { x: 0, y: 0, width: 800 })).toContain('width="0"')
})

test('a line: its scale with three lines, its dates, its points, and a dot at the last one', () => {
  const DAY = 24 * 60 * 60_000
  const fromMs = Date.UTC(2026, 8, 7)
  const area = { x: 20, y: 100, width: 800, height: 400 }
  const chart = lineChart({
    title: 'Images',
    points: [
      { atMs: fromMs, value: 0 },
      { atMs: fromMs + 5 * DAY, value: 9 },
      { atMs: fromMs + 10 * DAY, value: 5 },
    ],
    fromMs,
    toMs: fromMs + 10 * DAY,
    area,
  })
  const label = (x: number, y: number, text: string, anchor: string): string =>
    `<text x="${x}" y="${y}" font-size="28" font-weight="400" fill="#616061" text-anchor="${anchor}">${text}</text>`
  const grid = (y: number): string =>
    `<polyline points="150,${y} 796,${y}" fill="none" stroke="#dddddd" stroke-width="2" stroke-linejoin="round" stroke-linecap="round"/>`
  expect(pieces(chart)).toEqual([
    '<text x="20" y="134" font-size="34" font-weight="600" fill="#1d1c1d" text-anchor="start">Images</text>',
    grid(452),
    label(134, 462, '0', 'end'),
    grid(308),
    label(134, 318, '5', 'end'),
    grid(164),
    label(134, 174, '10', 'end'),
    label(150, 490, 'Sep 7', 'start'),
    label(473, 490, 'Sep 12', 'middle'),
    label(796, 490, 'Sep 17', 'end'),
    '<polyline points="150,452 473,192.8 796,308" fill="none" stroke="#1264a3" stroke-width="6" stroke-linejoin="round" stroke-linecap="round"/>',
    '<circle cx="796" cy="308" r="10" fill="#1264a3"/>',
  ])
})

test('a line without points has a scale, and no dot', () => {
  const area = { x: 0, y: 0, width: 800, height: 400 }
  const chart = lineChart({ title: 'Images', points: [], fromMs: 0, toMs: 1_000, area })
  expect(chart).toContain('>2</text>')
  expect(chart).not.toContain('<circle')
})

test('a picture: white paper, and texts that are no SVG', () => {
  const text = svgText({ x: 1.26, y: 2 }, '<a> & "b"', { size: 10 })
  expect(svgPicture(300, 200, [text])).toBe(
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200" viewBox="0 0 300 200" font-family="Inter"><rect x="0" y="0" width="300" height="200" fill="#ffffff"/><text x="1.3" y="2" font-size="10" font-weight="400" fill="#1d1c1d" text-anchor="start">&lt;a&gt; &amp; &quot;b&quot;</text></svg>',
  )
})

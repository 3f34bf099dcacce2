import { topOf } from '../../blocks/picture/line-chart.ts'
import { renderReportPicture } from '../../blocks/picture/report-picture.ts'
import type { DayTotals } from '../../src/domain/totals.ts'

const totals = (day: string, images: number, more: Partial<DayTotals> = {}): DayTotals => ({
  day,
  images,
  sizeGiB: images * 10,
  dollars: images / 2,
  ages: { month: images - 3, quarter: 2, year: 1, older: 0, unknown: 0 },
  unscanned: 0,
  ...more,
})

const points = (svg: string): number[][][] =>
  [...svg.matchAll(/<polyline points="([^"]+)"[^>]*stroke-width="6"/g)].map(([, line = '']) =>
    line.split(' ').map(point => point.split(',').map(Number)),
  )

test.each([
  [0, 2],
  [1, 2],
  [2, 4],
  [9, 10],
  [11, 20],
  [96, 120],
  [1_283, 1_500],
  [11_760, 15_000],
  [48_000, 60_000],
])('a scale for %d ends at %d', (highest, top) => {
  expect(topOf(highest)).toBe(top)
})

test('a line goes through its days in time and height, from twelve weeks ago to now', () => {
  const days = [totals('2026-09-07', 10), totals('2026-10-19', 20), totals('2026-11-30', 40)]
  const { svg = '' } = renderReportPicture(days) ?? {}
  const [images = [], sizes = []] = points(svg)
  expect(images.map(([x]) => x)).toEqual([166, 553, 940])
  const [[, low = 0] = [], [, middle = 0] = [], [, high = 0] = []] = images
  expect(low - middle).toBeCloseTo((middle - high) / 2, 0)
  expect(sizes.map(([x]) => x)).toEqual([166, 553, 940])
  for (const words of ['Images: 40', 'GiB of snapshots: 400', 'Sep 7', 'Oct 19', 'Nov 30', 'under 30 days'])
    expect(svg).toContain(`>${words}</text>`)
  expect(svg).not.toContain('age not known')
})

test('a day on which places were missing is in no line, and alone makes no picture', () => {
  const partly = totals('2026-11-29', 1, { unscanned: 3 })
  expect(points(renderReportPicture([partly, totals('2026-11-30', 5)])?.svg ?? '')[0]).toHaveLength(1)
  expect(renderReportPicture([partly])).toBeUndefined()
  expect(renderReportPicture([])).toBeUndefined()
})

test('the alt text says all that is drawn', () => {
  const now = totals('2026-11-30', 1_240, {
    ages: { month: 3, quarter: 0, year: 0, older: 0, unknown: 1_237 },
  })
  expect(renderReportPicture([totals('2026-11-23', 1_200), now])?.altText).toBe(
    'Line of images over 12 weeks: from 1,200 on 2026-11-23 to 1,240 on 2026-11-30. Line of their GiB: from 12,000 on 2026-11-23 to 12,400. Bars of images by age: under 30 days 3, 30 to 90 days 0, 90 days to a year 0, over a year 0, age not known 1,237.',
  )
  expect(renderReportPicture([now])?.altText).toMatch(/^Line of images over 12 weeks: 1,240 on 2026-11-30\. /)
})

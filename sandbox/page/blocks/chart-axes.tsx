import { Legend } from './chart-pie.tsx'
import type { Chart, Series } from './newer-blocks.ts'

type Axes = Exclude<Chart, { type: 'pie' }>

const WIDTH = 520
const HEIGHT = 220
const LEFT = 46
const BOTTOM = 26
const TOP = 10
const INNER = { width: WIDTH - LEFT - 8, height: HEIGHT - TOP - BOTTOM }

/** A step of 1, 2 or 5 times a power of ten that gives about four lines. */
const readStep = (span: number) => {
  const rough = span / 4 || 1
  const power = 10 ** Math.floor(Math.log10(rough))
  return ([1, 2, 5, 10].find(factor => factor * power >= rough) ?? 10) * power
}

const short = (value: number) =>
  new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }).format(value)

interface Scale {
  x: (index: number) => number
  y: (value: number) => number
  band: number
  ticks: number[]
}

const createScale = ({ series, axis_config: { categories } }: Axes): Scale => {
  const values = series.flatMap(({ data }) => data.map(point => point.value))
  const low = Math.min(0, ...values)
  const high = Math.max(0, ...values)
  const step = readStep(high - low)
  const from = Math.floor(low / step) * step
  const to = Math.max(Math.ceil(high / step) * step, from + step)
  const band = INNER.width / Math.max(1, categories.length)
  return {
    band,
    x: index => LEFT + band * (index + 0.5),
    y: value => TOP + INNER.height * (1 - (value - from) / (to - from)),
    ticks: Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => from + index * step),
  }
}

const valuesOf = (series: Series, categories: readonly string[]) =>
  categories.map(label => series.data.find(point => point.label === label)?.value)

const Bars = ({ chart, scale }: { chart: Axes; scale: Scale }) => {
  const width = Math.min(40, (scale.band * 0.72) / chart.series.length)
  return chart.series.flatMap((series, at) =>
    valuesOf(series, chart.axis_config.categories).map((value = 0, index) => (
      <rect
        key={`${series.name}-${chart.axis_config.categories[index]}`}
        className={`chart-area series-${at % 12}`}
        x={scale.x(index) - (width * chart.series.length) / 2 + width * at}
        y={Math.min(scale.y(value), scale.y(0))}
        width={Math.max(1, width - 2)}
        height={Math.abs(scale.y(value) - scale.y(0))}
        rx={2}
      />
    )),
  )
}

const Lines = ({ chart, scale }: { chart: Axes; scale: Scale }) =>
  chart.series.map((series, at) => {
    const points = valuesOf(series, chart.axis_config.categories)
      .map((value, index) => (value === undefined ? undefined : { x: scale.x(index), y: scale.y(value) }))
      .filter(point => point !== undefined)
    const line = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
    const zero = scale.y(0)
    return (
      <g key={series.name} className={`series-${at % 12}`}>
        {chart.type === 'area' && points.length > 0 && (
          <polygon
            className="chart-fill"
            points={`${points[0]?.x},${zero} ${line} ${points.at(-1)?.x},${zero}`}
          />
        )}
        <polyline className="chart-line" points={line} />
        {points.map(({ x, y }) => (
          <circle key={x} className="chart-dot" cx={x} cy={y} r={3} />
        ))}
      </g>
    )
  })

/** Bars, lines or areas; the table says the same in words, so this is hidden from screen readers. */
export const AxisChart = ({ chart }: { chart: Axes }) => {
  const scale = createScale(chart)
  const { categories, x_label, y_label } = chart.axis_config
  // Twenty names side by side would lie on each other.
  const every = Math.ceil(categories.length / 8)
  return (
    <>
      {y_label && <p className="chart-label">{y_label}</p>}
      <svg className="axes" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" focusable="false">
        {scale.ticks.map(tick => (
          <g key={tick}>
            <line className="chart-grid" x1={LEFT} x2={WIDTH - 8} y1={scale.y(tick)} y2={scale.y(tick)} />
            <text x={LEFT - 8} y={scale.y(tick) + 4} textAnchor="end">
              {short(tick)}
            </text>
          </g>
        ))}
        {categories.map(
          (label, index) =>
            index % every === 0 && (
              <text key={label} x={scale.x(index)} y={HEIGHT - 8} textAnchor="middle">
                {label}
              </text>
            ),
        )}
        {chart.type === 'bar' ? <Bars chart={chart} scale={scale} /> : <Lines chart={chart} scale={scale} />}
      </svg>
      {x_label && <p className="chart-label end">{x_label}</p>}
      {chart.series.length > 1 && <Legend names={chart.series.map(({ name }) => name)} />}
    </>
  )
}

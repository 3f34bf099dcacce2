import type { Point } from './newer-blocks.ts'

const RADIUS = 80

const pointAt = (turn: number) => {
  const angle = turn * 2 * Math.PI - Math.PI / 2
  return `${(Math.cos(angle) * RADIUS).toFixed(2)} ${(Math.sin(angle) * RADIUS).toFixed(2)}`
}

/** Names and colours below or beside a chart. */
export const Legend = ({ names }: { names: readonly string[] }) => (
  <ul className="chart-legend" aria-hidden="true">
    {names.map((name, index) => (
      <li key={name}>
        <span className={`chart-key series-${index % 12}`} />
        {name}
      </li>
    ))}
  </ul>
)

/** A pie; its table says the same in words, so it is hidden from screen readers. */
export const PieChart = ({ segments }: { segments: readonly Point[] }) => {
  const total = segments.reduce((sum, { value }) => sum + Math.max(0, value), 0) || 1
  let turned = 0
  return (
    <div className="pie">
      <svg viewBox="-84 -84 168 168" aria-hidden="true" focusable="false">
        {segments.map(({ label, value }, index) => {
          const share = Math.max(0, value) / total
          const from = turned
          turned += share
          const className = `chart-area series-${index % 12}`
          // A whole circle has no arc: it begins where it ends.
          if (share > 0.9999) return <circle key={label} r={RADIUS} className={className} />
          const path = `M0 0L${pointAt(from)}A${RADIUS} ${RADIUS} 0 ${share > 0.5 ? 1 : 0} 1 ${pointAt(turned)}Z`
          return (
            <path key={label} d={path} className={className}>
              <title>{`${label}: ${value.toLocaleString('en')}`}</title>
            </path>
          )
        })}
      </svg>
      <Legend names={segments.map(({ label }) => label)} />
    </div>
  )
}

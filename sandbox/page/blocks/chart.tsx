import { useState } from 'react'
import { AxisChart } from './chart-axes.tsx'
import { PieChart } from './chart-pie.tsx'
import type { Chart, DataVisualizationBlock } from './newer-blocks.ts'

/** The chart's numbers as rows: what a screen reader reads, and what "Show as table" shows. */
const readRows = (chart: Chart): { head: string[]; rows: string[][] } => {
  if (chart.type === 'pie') {
    const total = chart.segments.reduce((sum, { value }) => sum + value, 0) || 1
    return {
      head: ['', 'Value', 'Share'],
      rows: chart.segments.map(({ label, value }) => [
        label,
        value.toLocaleString('en'),
        `${Math.round((value / total) * 100)} %`,
      ]),
    }
  }
  const valueAt = (data: { label: string; value: number }[], label: string) =>
    data.find(point => point.label === label)?.value.toLocaleString('en') ?? '–'
  return {
    head: [chart.axis_config.x_label ?? '', ...chart.series.map(series => series.name)],
    rows: chart.axis_config.categories.map(label => [
      label,
      ...chart.series.map(series => valueAt(series.data, label)),
    ]),
  }
}

const Numbers = ({ chart, title, isShown }: { chart: Chart; title: string; isShown: boolean }) => {
  const { head, rows } = readRows(chart)
  return (
    <div className={isShown ? 'table-frame' : 'hidden'}>
      <table>
        <caption className="hidden">{title}</caption>
        <thead>
          <tr>
            {head.map((name, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
              <th key={column} scope="col">
                {name || <span className="hidden">Name</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, ...values]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {values.map((value, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                <td key={column} className="number">
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A chart, with its numbers beside it, for screen readers and for exact values. */
export const DataVisualization = ({ block }: { block: DataVisualizationBlock }) => {
  const [isTable, setTable] = useState(false)
  const { chart, title } = block
  return (
    <figure className="chart">
      <figcaption>
        <strong>{title}</strong>
        <button
          type="button"
          className="text-button"
          aria-pressed={isTable}
          onClick={() => setTable(!isTable)}
        >
          Show as table
        </button>
      </figcaption>
      {!isTable &&
        (chart.type === 'pie' ? <PieChart segments={chart.segments} /> : <AxisChart chart={chart} />)}
      <Numbers chart={chart} title={title} isShown={isTable} />
    </figure>
  )
}

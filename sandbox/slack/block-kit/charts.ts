import { isObject, type JsonObject } from '../types.ts'
import { all, byType, type Check, list, number, object, oneOf, string } from './check.ts'
import { blockId } from './composition.ts'

/** Charts. https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
const label = string(20, 1)
const point = object({ label, value: number })

const axes = object({ categories: list(label, 20), 'x_label?': string(50), 'y_label?': string(50) })

const seriesOf = (chart: JsonObject): JsonObject[] =>
  Array.isArray(chart.series) ? chart.series.filter(isObject) : []

/** Each series has one point for each category, in whatever order. */
const pointsFitAxes: Check = (chart, at, say) => {
  if (!isObject(chart) || !isObject(chart.axis_config) || !Array.isArray(chart.axis_config.categories)) return
  const wanted = chart.axis_config.categories.map(String).sort().join('\n')
  seriesOf(chart).forEach(({ data }, index) => {
    if (!Array.isArray(data)) return
    const given = data.filter(isObject).map(({ label: own }) => String(own))
    if (given.sort().join('\n') !== wanted)
      say('labels must match the categories of `axis_config`', `${at}/series/${index}/data`)
  })
}

const namesAreUnique: Check = (chart, at, say) => {
  const names = isObject(chart) ? seriesOf(chart).map(({ name }) => name) : []
  names.forEach((name, index) => {
    if (names.indexOf(name) < index)
      say(`\`name\` "${String(name)}" already exists`, `${at}/series/${index}/name`)
  })
}

const ofSeries = (type: string): Check =>
  all(
    object({
      type: oneOf(type),
      // Slack's older text says six.
      series: list(object({ name: label, data: list(point, 20) }), 12),
      axis_config: axes,
    }),
    pointsFitAxes,
    namesAreUnique,
  )

export const dataVisualization = object({
  type: oneOf('data_visualization'),
  'block_id?': blockId,
  title: string(50, 1),
  chart: byType({
    pie: object({ type: oneOf('pie'), segments: list(point, 12) }),
    bar: ofSeries('bar'),
    line: ofSeries('line'),
    area: ofSeries('area'),
  }),
})

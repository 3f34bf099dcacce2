import type {
  Block,
  Button,
  HeaderBlock,
  RawNumberElement,
  RawTextElement,
  RichTextBlock,
} from '@slack/types'

/** What Slack documents and its package of types does not know yet. */

/** https://docs.slack.dev/reference/block-kit/blocks/header-block */
export type LeveledHeader = HeaderBlock & { level?: 1 | 2 | 3 | 4 }

export interface Point {
  label: string
  value: number
}

export interface Series {
  name: string
  data: Point[]
}

export type Chart =
  | { type: 'pie'; segments: Point[] }
  | {
      type: 'bar' | 'line' | 'area'
      series: Series[]
      axis_config: { categories: string[]; x_label?: string; y_label?: string }
    }

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
export interface DataVisualizationBlock extends Block {
  type: 'data_visualization'
  title: string
  chart: Chart
}

/** A cell of a `data_table` that holds a button. */
interface ActionCell {
  type: 'action'
  element: Button
}

export type Cell = RawTextElement | RawNumberElement | RichTextBlock | ActionCell

export type NewerBlock = DataVisualizationBlock

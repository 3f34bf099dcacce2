import { isObject } from '../types.ts'
import { all, boolean, byType, type Check, integer, list, number, object, oneOf, string } from './check.ts'
import { blockId } from './composition.ts'
import { richTextBlock } from './rich-text.ts'

/** The two blocks made of rows. https://docs.slack.dev/reference/block-kit/blocks/table-block */
const cells = {
  raw_text: object({ type: oneOf('raw_text'), text: string(Number.POSITIVE_INFINITY, 1) }),
  raw_number: object({ type: oneOf('raw_number'), value: number, text: string(Number.POSITIVE_INFINITY, 1) }),
  rich_text: richTextBlock,
}

export const table = object({
  type: oneOf('table'),
  'block_id?': blockId,
  rows: list(list(byType(cells), 20), 100),
  'column_settings?': list(
    object({ 'align?': oneOf('left', 'center', 'right'), 'is_wrapped?': boolean }),
    20,
    0,
  ),
})

const rowsAreEqual: Check = (value, at, say) => {
  if (!isObject(value) || !Array.isArray(value.rows)) return
  const widths = value.rows.map(row => (Array.isArray(row) ? row.length : 0))
  widths.forEach((width, index) => {
    if (width !== widths[0]) say('all rows must have the same number of columns', `${at}/rows/${index}`)
  })
}

const rowHeaderIsColumn: Check = (value, at, say) => {
  if (!isObject(value) || !Array.isArray(value.rows) || !Array.isArray(value.rows[0])) return
  const { row_header_column_index: index } = value
  if (typeof index === 'number' && index >= value.rows[0].length)
    say(`must be less than ${value.rows[0].length}`, `${at}/row_header_column_index`)
}

const headerIsPlain: Check = (value, at, say) => {
  const header = isObject(value) && Array.isArray(value.rows) ? value.rows[0] : undefined
  if (!Array.isArray(header)) return
  header.forEach((cell, index) => {
    if (isObject(cell) && cell.type === 'rich_text')
      say('unsupported type: rich_text', `${at}/rows/0/${index}/type`)
  })
}

export const dataTable = all(
  object({
    type: oneOf('data_table'),
    'block_id?': blockId,
    caption: string(3000, 1),
    rows: list(list(byType(cells), 20), 201, 2),
    'page_size?': integer(1, 100),
    'row_header_column_index?': integer(0, 19),
  }),
  rowsAreEqual,
  headerIsPlain,
  rowHeaderIsColumn,
)

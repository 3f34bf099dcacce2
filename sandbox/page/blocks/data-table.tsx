import type { DataTableBlock } from '@slack/types'
import { useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { CellContent, readSortKey } from './cell.tsx'
import type { Cell } from './newer-blocks.ts'

/** https://docs.slack.dev/reference/block-kit/blocks/data-table-block */
const PAGE_SIZE = 5

interface Order {
  column: number
  isDown: boolean
}

const sorted = (rows: readonly Cell[][], order: Order | undefined): readonly Cell[][] => {
  if (!order) return rows
  const compare = (a: number | string, b: number | string) =>
    typeof a === 'number' && typeof b === 'number'
      ? a - b
      : String(a).localeCompare(String(b), 'en', { numeric: true })
  return rows.toSorted(
    (a, b) => compare(readSortKey(a[order.column]), readSortKey(b[order.column])) * (order.isDown ? -1 : 1),
  )
}

const Pages = ({
  page,
  count,
  total,
  onPage,
}: {
  page: number
  count: number
  total: string
  onPage: (page: number) => void
}) => (
  <div className="table-pages">
    <span role="status">{total}</span>
    <button
      type="button"
      className="icon-button small"
      aria-label="Previous page"
      aria-disabled={page === 0}
      onClick={() => page > 0 && onPage(page - 1)}
    >
      <Icon name="back" size={16} />
    </button>
    <button
      type="button"
      className="icon-button small"
      aria-label="Next page"
      aria-disabled={page >= count - 1}
      onClick={() => page < count - 1 && onPage(page + 1)}
    >
      <Icon name="forward" size={16} />
    </button>
  </div>
)

/** A table that the reader sorts and turns the pages of. */
export const DataTable = ({ block, blockId }: { block: DataTableBlock; blockId: string }) => {
  const [order, setOrder] = useState<Order>()
  const [page, setPage] = useState(0)
  const [head = [], ...body] = block.rows as Cell[][]
  const size = block.page_size ?? PAGE_SIZE
  const count = Math.max(1, Math.ceil(body.length / size))
  const at = Math.min(page, count - 1)
  const rows = sorted(body, order).slice(at * size, (at + 1) * size)
  const nameColumn = block.row_header_column_index ?? 0
  const sortBy = (column: number) => {
    // Up, down, and as the app gave it.
    if (order?.column !== column) setOrder({ column, isDown: false })
    else setOrder(order.isDown ? undefined : { column, isDown: true })
    setPage(0)
  }
  const direction = (column: number) =>
    order?.column !== column ? 'none' : order.isDown ? 'descending' : 'ascending'
  return (
    <div className="data-table">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, by keyboard too */}
      <section className="table-frame" tabIndex={0} aria-label={block.caption}>
        <table>
          <caption>{block.caption}</caption>
          <thead>
            <tr>
              {head.map((cell, column) => (
                <th
                  // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                  key={column}
                  scope="col"
                  aria-sort={direction(column)}
                  className={body[0]?.[column]?.type === 'raw_number' ? 'number' : undefined}
                >
                  <button type="button" className="sort" onClick={() => sortBy(column)}>
                    {String(
                      readSortKey(cell.type === 'raw_number' ? { type: 'raw_text', text: cell.text } : cell),
                    )}
                    <Icon name={direction(column) === 'none' ? 'sort' : 'chevron'} size={14} />
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no id
              <tr key={index}>
                {row.map((cell, column) => {
                  const Tag = column === nameColumn ? 'th' : 'td'
                  return (
                    <Tag
                      // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                      key={column}
                      scope={column === nameColumn ? 'row' : undefined}
                      className={cell.type === 'raw_number' ? 'number' : undefined}
                    >
                      <CellContent cell={cell} blockId={blockId} />
                    </Tag>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {count > 1 && (
        <Pages
          page={at}
          count={count}
          total={`${at * size + 1} to ${at * size + rows.length} of ${body.length}`}
          onPage={setPage}
        />
      )}
    </div>
  )
}

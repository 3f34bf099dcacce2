import type { TableBlock } from '@slack/types'
import { CellContent } from './cell.tsx'
import type { Cell } from './newer-blocks.ts'

/** Slack draws the first row of a table as its head. */
export const Table = ({ block, blockId }: { block: TableBlock; blockId: string }) => {
  const [head = [], ...rows] = block.rows
  const settings = (column: number, cell: Cell) => {
    const setting = block.column_settings?.[column]
    return {
      textAlign: setting?.align ?? (cell.type === 'raw_number' ? 'right' : 'left'),
      whiteSpace: setting?.is_wrapped ? 'normal' : 'nowrap',
    } as const
  }
  return (
    // A wide table scrolls in its own frame, and the keyboard must be able to do that too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className="table-frame" tabIndex={0} aria-label="Table">
      <table>
        <thead>
          <tr>
            {head.map((cell, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
              <th key={column} scope="col" style={settings(column, cell)}>
                <CellContent cell={cell} blockId={blockId} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no id
            <tr key={index}>
              {row.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                <td key={column} style={settings(column, cell)}>
                  <CellContent cell={cell} blockId={blockId} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

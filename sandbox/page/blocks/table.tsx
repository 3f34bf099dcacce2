import type { RichTextBlock, TableBlock } from '@slack/types'
import { RichText } from './rich-text.tsx'

type Cell = TableBlock['rows'][number][number]

const CellContent = ({ cell }: { cell: Cell }) =>
  cell.type === 'rich_text' ? (
    <RichText block={cell as RichTextBlock} />
  ) : (
    <span className="plain">{cell.text}</span>
  )

/** Slack draws the first row of a table as its head. */
export const Table = ({ block }: { block: TableBlock }) => {
  const [head = [], ...rows] = block.rows
  const settings = (column: number) => {
    const setting = block.column_settings?.[column]
    return {
      textAlign: setting?.align ?? 'left',
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
              <th key={column} scope="col" style={settings(column)}>
                <CellContent cell={cell} />
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
                <td key={column} style={settings(column)}>
                  <CellContent cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

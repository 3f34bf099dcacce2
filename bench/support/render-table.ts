import type { Row } from './row.ts'

const HEADS = ['measure', 'baseline', 'amiops', 'must reach', 'reached', 'note']

/** A table that reads well as text and as Markdown. */
export const renderTable = (rows: readonly Row[]): string => {
  const cells = rows.map(row => [
    row.measure,
    row.baseline,
    row.measured,
    row.target,
    row.isReached ? 'yes' : '**no**',
    row.note ?? '',
  ])
  const widths = HEADS.map((head, at) => Math.max(head.length, ...cells.map(line => line[at]?.length ?? 0)))
  const line = (parts: readonly string[]): string =>
    `| ${parts.map((part, at) => part.padEnd(widths[at] ?? 0)).join(' | ')} |`
  return [line(HEADS), line(widths.map(width => '-'.repeat(width))), ...cells.map(line)].join('\n')
}

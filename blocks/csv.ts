import { toLine } from './text.ts'

/** A spreadsheet would calculate what begins so. */
const FORMULA = /^[=+\-@]/

/** Text from outside as one cell: on one line, and never a formula. */
export const plainCell = (text: string): string => {
  const line = toLine(text)
  return FORMULA.test(line) ? `'${line}` : line
}

/** Quoted where its signs would end it: https://www.rfc-editor.org/rfc/rfc4180 */
const quoted = (cell: string): string => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** Lines of a CSV file. */
export const csvLines = (rows: readonly (readonly string[])[]): string =>
  rows.map(row => `${row.map(cell => quoted(plainCell(cell))).join(',')}\n`).join('')

/** A table as a CSV file, the columns' names first. */
export const csv = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  csvLines([columns, ...rows])

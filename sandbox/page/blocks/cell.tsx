import { ButtonElement } from './button.tsx'
import type { Cell } from './newer-blocks.ts'
import { RichText } from './rich-text.tsx'

/** What stands in a cell of a table. */
export const CellContent = ({ cell, blockId }: { cell: Cell; blockId: string }) => {
  switch (cell.type) {
    case 'rich_text':
      return <RichText block={cell} />
    case 'action':
      return <ButtonElement element={cell.element} blockId={blockId} />
    default:
      return <span className="plain">{cell.text}</span>
  }
}

/** All that a rich text says, without its styles. */
const readWords = (part: object): string => {
  if ('text' in part && typeof part.text === 'string') return part.text
  return 'elements' in part && Array.isArray(part.elements) ? part.elements.map(readWords).join(' ') : ''
}

/** What a cell is sorted by. */
export const readSortKey = (cell: Cell | undefined): number | string => {
  if (!cell) return ''
  if (cell.type === 'raw_number') return cell.value
  return cell.type === 'action' ? cell.element.text.text : readWords(cell)
}

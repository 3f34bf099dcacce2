import { withEmoji } from '../text/emoji.ts'
import type { LeveledHeader } from './newer-blocks.ts'

/** The page has two levels above a message: its own name and the pane's. */
const tags = { 1: 'h3', 2: 'h4', 3: 'h5', 4: 'h6' } as const

export const Header = ({ block }: { block: LeveledHeader }) => {
  const level = block.level ?? 1
  const Tag = tags[level]
  return <Tag className={`header header-${level}`}>{withEmoji(block.text.text)}</Tag>
}

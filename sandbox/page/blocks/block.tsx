import type { AnyBlock, ContextBlock, KnownBlock } from '@slack/types'
import { withEmoji } from '../text/emoji.ts'
import { Text } from '../text/text-object.tsx'
import { Alert } from './alert.tsx'
import { DataVisualization } from './chart.tsx'
import { DataTable } from './data-table.tsx'
import { Element } from './element.tsx'
import { Guard } from './guard.tsx'
import { Header } from './header.tsx'
import { Input } from './input.tsx'
import { MarkdownText } from './markdown.tsx'
import type { NewerBlock } from './newer-blocks.ts'
import { NotDrawn } from './not-drawn.tsx'
import { Picture } from './picture.tsx'
import { RichText } from './rich-text.tsx'
import { Section } from './section.tsx'
import { Table } from './table.tsx'

const Context = ({ block }: { block: ContextBlock }) => (
  <div className="context">
    {block.elements.map((element, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: elements of a context have no id
      <span key={index} className="context-element">
        {element.type === 'image' ? (
          <Picture image={element} className="context-image" />
        ) : (
          <Text text={element} />
        )}
      </span>
    ))}
  </div>
)

/** One block of Block Kit. */
const Block = ({ block, blockId }: { block: AnyBlock; blockId: string }) => {
  const known = block as KnownBlock | NewerBlock
  switch (known.type) {
    case 'header':
      return <Header block={known} />
    case 'section':
      return <Section block={known} blockId={blockId} />
    case 'context':
      return <Context block={known} />
    case 'actions':
      return (
        <div className="actions">
          {known.elements.map((element, index) => (
            // The place too: two buttons may share an action_id.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <Element key={`${index}-${element.action_id}`} element={element} blockId={blockId} />
          ))}
        </div>
      )
    case 'divider':
      return <hr className="divider" />
    case 'image':
      return (
        <figure className="image">
          {known.title && <figcaption>{withEmoji(known.title.text)}</figcaption>}
          <Picture image={known} className="image-picture" />
        </figure>
      )
    case 'rich_text':
      return <RichText block={known} />
    case 'input':
      return <Input block={known} blockId={blockId} />
    case 'table':
      return <Table block={known} blockId={blockId} />
    case 'data_table':
      return <DataTable block={known} blockId={blockId} />
    case 'data_visualization':
      return <DataVisualization block={known} />
    case 'markdown':
      return <MarkdownText block={known} />
    case 'alert':
      return <Alert block={known} />
    default:
      return <NotDrawn type={(known as { type: string }).type} />
  }
}

/** A message's or a view's blocks, top to bottom. */
export const Blocks = ({ blocks }: { blocks: readonly AnyBlock[] }) => (
  <div className="blocks">
    {blocks.map((block, index) => (
      // By place, not by block_id: a card that is edited gets new ids, and the focus should survive that.
      // biome-ignore lint/suspicious/noArrayIndexKey: see above
      <Guard key={`${index}-${block.type}`} block={block}>
        <Block block={block} blockId={block.block_id ?? String(index)} />
      </Guard>
    ))}
  </div>
)

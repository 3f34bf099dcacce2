import type { ContainerBlock } from '@slack/types'
import { type ReactNode, useId, useState } from 'react'
import { withEmoji } from '../text/emoji.ts'
import { Text } from '../text/text-object.tsx'
import { Icon } from '../ui/icon.tsx'
import { Picture } from './picture.tsx'
import { RichText } from './rich-text.tsx'

/** A titled box around other blocks, which the reader may fold where the app allows it. */
export const Container = ({ block, children }: { block: ContainerBlock; children: ReactNode }) => {
  const isCollapsible = block.is_collapsible === true
  const [isFolded, setFolded] = useState(isCollapsible && block.default_collapsed === true)
  const bodyId = useId()
  const title = block.rich_text_title ? (
    <RichText block={block.rich_text_title} />
  ) : (
    withEmoji(block.title?.text ?? '')
  )
  const head = (
    <>
      {block.icon && <Picture image={block.icon} className="card-icon" />}
      <span className="container-titles">
        <span className="container-title">{title}</span>
        {block.subtitle && (
          <span className="container-subtitle">
            <Text text={block.subtitle} />
          </span>
        )}
      </span>
    </>
  )
  return (
    <div className={`container container-${block.width ?? 'standard'}`}>
      {isCollapsible ? (
        <button
          type="button"
          className="container-head"
          aria-expanded={!isFolded}
          aria-controls={bodyId}
          onClick={() => setFolded(!isFolded)}
        >
          {head}
          <Icon name="chevron" size={18} />
        </button>
      ) : (
        <div className="container-head">{head}</div>
      )}
      {block.has_header_divider && !isFolded && <hr className="container-line" />}
      <div id={bodyId} className="container-body" hidden={isFolded}>
        {children}
      </div>
    </div>
  )
}

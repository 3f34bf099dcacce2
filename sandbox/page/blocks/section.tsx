import type { ImageElement, SectionBlock, TextObject } from '@slack/types'
import { useState } from 'react'
import { Text } from '../text/text-object.tsx'
import { Element } from './element.tsx'
import { Picture } from './picture.tsx'

/** Slack folds long texts unless the app says `expand`; it publishes no number. */
const LONG = 700

const Accessory = ({ block, blockId }: { block: SectionBlock; blockId: string }) => {
  const { accessory } = block
  if (!accessory) return null
  return (
    <div className="section-accessory">
      {accessory.type === 'image' ? (
        <Picture image={accessory as ImageElement} className="thumbnail" />
      ) : (
        <Element element={accessory} blockId={blockId} />
      )}
    </div>
  )
}

const SectionText = ({ text, isWhole }: { text: TextObject; isWhole: boolean }) => {
  const isLong = !isWhole && text.text.length > LONG
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <div className={isLong && !isOpen ? 'section-text folded' : 'section-text'}>
        <Text text={text} />
      </div>
      {isLong && (
        <button type="button" className="text-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'See less' : 'See more'}
        </button>
      )}
    </>
  )
}

export const Section = ({ block, blockId }: { block: SectionBlock; blockId: string }) => (
  <div className={block.accessory ? `section with-${block.accessory.type}` : 'section'}>
    <div className="section-main">
      {block.text && <SectionText text={block.text} isWhole={block.expand === true} />}
      {block.fields && (
        <div className="fields">
          {block.fields.map((field, index) => (
            // Fields have no id; their place is what they are known by.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <div key={index} className="field">
              <Text text={field} />
            </div>
          ))}
        </div>
      )}
    </div>
    <Accessory block={block} blockId={blockId} />
  </div>
)

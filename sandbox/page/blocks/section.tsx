import type { ImageElement, SectionBlock } from '@slack/types'
import { Text } from '../text/text-object.tsx'
import { Element } from './element.tsx'
import { Picture } from './picture.tsx'

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

export const Section = ({ block, blockId }: { block: SectionBlock; blockId: string }) => (
  <div className="section">
    <div className="section-main">
      {block.text && (
        <div className="section-text">
          <Text text={block.text} />
        </div>
      )}
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

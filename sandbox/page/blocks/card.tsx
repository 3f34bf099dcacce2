import type { CardBlock, MrkdwnElement } from '@slack/types'
import { Text } from '../text/text-object.tsx'
import { ButtonElement } from './button.tsx'
import { Picture } from './picture.tsx'

/** Documented, and not in Slack's types yet. */
type Card = CardBlock & { subtext?: MrkdwnElement }

export const CardView = ({ block, blockId }: { block: Card; blockId: string }) => (
  <div className="card">
    {block.hero_image && <Picture image={block.hero_image} className="card-hero" />}
    <div className="card-body">
      {(block.icon || block.title || block.subtitle) && (
        <div className="card-head">
          {block.icon && <Picture image={block.icon} className="card-icon" />}
          <div>
            <p className="card-title">
              <Text text={block.title} />
            </p>
            <p className="card-subtitle">
              <Text text={block.subtitle} />
            </p>
          </div>
        </div>
      )}
      {block.body && (
        <p className="card-text">
          <Text text={block.body} />
        </p>
      )}
      {block.subtext && (
        <p className="card-subtitle">
          <Text text={block.subtext} />
        </p>
      )}
      {block.actions && (
        <div className="actions">
          {block.actions.map((button, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two buttons may share an action_id
            <ButtonElement key={`${index}-${button.action_id}`} element={button} blockId={blockId} />
          ))}
        </div>
      )}
    </div>
  </div>
)

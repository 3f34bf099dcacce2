import { Blocks } from '../blocks/block.tsx'
import type { Attachment } from '../model.ts'
import { Mrkdwn } from '../text/mrkdwn.tsx'

/** Slack's three names; any other colour is hexadecimal. */
const named: Record<string, string> = { good: '#2eb67d', warning: '#ecb22e', danger: '#e01e5a' }

const barColour = (color: string | undefined) => {
  if (!color) return undefined
  return named[color] ?? (/^#?[0-9a-f]{3,8}$/i.test(color) ? `#${color.replace('#', '')}` : undefined)
}

/** An attachment with its bar of colour, which must never be the only signal. */
export const AttachmentView = ({ attachment }: { attachment: Attachment }) => (
  <div className="attachment">
    <span className="attachment-bar" style={{ backgroundColor: barColour(attachment.color) }} />
    <div className="attachment-body">
      {attachment.blocks ? (
        <Blocks blocks={attachment.blocks} />
      ) : (
        <Mrkdwn text={attachment.text ?? attachment.fallback ?? ''} />
      )}
    </div>
  </div>
)

import type { TextObject } from '@slack/types'
import { withEmoji } from './emoji.ts'
import { Mrkdwn } from './mrkdwn.tsx'

/** A text object of Block Kit, of either kind. */
export const Text = ({ text }: { text: TextObject | undefined }) => {
  if (!text) return null
  if (text.type === 'mrkdwn') return <Mrkdwn text={text.text} verbatim={text.verbatim ?? false} />
  return <span className="plain">{withEmoji(text.text)}</span>
}

import type { WorkflowButton } from '@slack/types'
import { withEmoji } from '../text/emoji.ts'
import { usePress } from './use-press.tsx'

/** A button that would start a workflow. The sandbox has none, so it says that to the app alone. */
export const WorkflowButtonElement = ({ element, blockId }: { element: WorkflowButton; blockId: string }) => {
  const { press, isBusy, beside } = usePress(element.confirm)
  return (
    <>
      <button
        type="button"
        className={element.style ? `button button-${element.style}` : 'button'}
        aria-label={element.accessibility_label}
        aria-busy={isBusy}
        title="Starts a workflow in Slack; here only the press is told."
        onClick={() => !isBusy && press({ action_id: element.action_id ?? '', block_id: blockId })}
      >
        {withEmoji(element.text.text)}
      </button>
      {beside}
    </>
  )
}

import type { ContextActionsBlock, FeedbackButtons, IconButton } from '@slack/types'
import { useState } from 'react'
import { useDirectory } from '../text/directory.tsx'
import { withEmoji } from '../text/emoji.ts'
import { Icon } from '../ui/icon.tsx'
import { NotDrawn } from './not-drawn.tsx'
import { usePress } from './use-press.tsx'

const Feedback = ({ element, blockId }: { element: FeedbackButtons; blockId: string }) => {
  const { press, isBusy, beside } = usePress(undefined)
  const [chosen, setChosen] = useState<string>()
  const buttons = [
    { button: element.positive_button, icon: 'thumb-up' },
    { button: element.negative_button, icon: 'thumb-down' },
  ] as const
  return (
    <>
      {buttons.map(({ button, icon }) => (
        <button
          key={icon}
          type="button"
          className="icon-button small"
          aria-label={button.accessibility_label ?? withEmoji(button.text.text)}
          title={withEmoji(button.text.text)}
          aria-pressed={chosen === button.value}
          aria-busy={isBusy}
          onClick={() => {
            if (isBusy) return
            press({ action_id: element.action_id ?? '', block_id: blockId, value: button.value }, () =>
              setChosen(button.value),
            )
          }}
        >
          <Icon name={icon} size={18} />
        </button>
      ))}
      {beside}
    </>
  )
}

const IconOnly = ({ element, blockId }: { element: IconButton; blockId: string }) => {
  const { press, isBusy, beside } = usePress(element.confirm)
  const { people, me } = useDirectory()
  const myId = people.find(person => person.name === me)?.id ?? ''
  if (element.visible_to_user_ids?.length && !element.visible_to_user_ids.includes(myId)) return null
  const text = withEmoji(element.text.text)
  return (
    <>
      <button
        type="button"
        className="icon-button small"
        aria-label={element.accessibility_label ?? text}
        title={text}
        aria-busy={isBusy}
        onClick={() =>
          !isBusy &&
          press({
            action_id: element.action_id ?? '',
            block_id: blockId,
            ...(element.value === undefined ? {} : { value: element.value }),
          })
        }
      >
        {/* `trash` is the only icon that Slack knows. */}
        <Icon name="trash" size={18} />
      </button>
      {beside}
    </>
  )
}

/** The small row of icons below a message. */
export const ContextActions = ({ block, blockId }: { block: ContextActionsBlock; blockId: string }) => (
  <div className="context-actions">
    {block.elements.map((element, index) => {
      const key = `${index}-${element.action_id}`
      if (element.type === 'feedback_buttons')
        return <Feedback key={key} element={element} blockId={blockId} />
      if (element.type === 'icon_button') return <IconOnly key={key} element={element} blockId={blockId} />
      return <NotDrawn key={key} type={(element as { type: string }).type} />
    })}
  </div>
)

import type { Button } from '@slack/types'
import { withEmoji } from '../text/emoji.ts'
import { isSafeUrl } from '../text/safe-url.ts'
import { usePress } from './use-press.tsx'

/** A button of the app. One with a `url` opens it and still tells the app, as Slack does. */
export const ButtonElement = ({ element, blockId }: { element: Button; blockId: string }) => {
  const { press, isBusy, beside } = usePress(element.confirm)
  const className = `button ${element.style ? `button-${element.style}` : ''}`
  const label = withEmoji(element.text.text)
  const onClick = () =>
    press({
      action_id: element.action_id ?? '',
      block_id: blockId,
      ...(element.value === undefined ? {} : { value: element.value }),
    })
  if (element.url && isSafeUrl(element.url)) {
    return (
      <a
        className={className}
        href={element.url}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={element.accessibility_label}
        onClick={onClick}
      >
        {label}
      </a>
    )
  }
  return (
    <>
      <button
        type="button"
        className={className}
        aria-label={element.accessibility_label}
        aria-busy={isBusy}
        // Not `disabled`: that would throw the keyboard's focus away in the middle of a click.
        onClick={() => !isBusy && onClick()}
      >
        {label}
      </button>
      {beside}
    </>
  )
}

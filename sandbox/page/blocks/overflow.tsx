import type { Overflow } from '@slack/types'
import { withEmoji } from '../text/emoji.ts'
import { Text } from '../text/text-object.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu } from '../ui/menu.tsx'
import { usePress } from './use-press.tsx'

export const OverflowElement = ({ element, blockId }: { element: Overflow; blockId: string }) => {
  const { press, isBusy, beside } = usePress(element.confirm)
  return (
    <>
      <Menu
        label="More actions"
        className="button button-icon"
        isBusy={isBusy}
        items={element.options.map((option, index) => ({
          key: option.value ?? String(index),
          text: option.text.text,
          label: withEmoji(option.text.text),
          hint: option.description && <Text text={option.description} />,
          href: option.url,
          onChoose: () =>
            press({
              action_id: element.action_id ?? '',
              block_id: blockId,
              ...(option.value === undefined ? {} : { value: option.value }),
            }),
        }))}
      >
        <Icon name="more" size={18} />
      </Menu>
      {beside}
    </>
  )
}

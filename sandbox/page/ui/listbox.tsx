import type { Option, OptionGroup } from '@slack/types'
import { type RefObject, useEffect } from 'react'
import { withEmoji } from '../text/emoji.ts'
import { Icon } from './icon.tsx'

interface ListboxProps {
  ref: RefObject<HTMLDivElement | null>
  id: string
  label: string
  groups: readonly OptionGroup[]
  note: string | undefined
  active: string | undefined
  isMultiple: boolean
  isChosen: (option: Option) => boolean
  isOffered: (option: Option) => boolean
  onChoose: (option: Option) => void
}

/** The id of the line that stands for an option. */
export const optionId = (listId: string, value: string | undefined): string =>
  `${listId}-${encodeURIComponent(value ?? '')}`

const OptionLine = ({ option, list }: { option: Option; list: Omit<ListboxProps, 'ref'> }) => {
  const isActive = option.value === list.active
  const id = optionId(list.id, option.value)
  useEffect(() => {
    if (isActive) document.getElementById(id)?.scrollIntoView({ block: 'nearest' })
  }, [isActive, id])
  return (
    <div
      id={id}
      role="option"
      // The focus stays in the box; it says which option is meant by `aria-activedescendant`.
      tabIndex={-1}
      className={isActive ? 'option active' : 'option'}
      aria-selected={list.isChosen(option)}
      aria-disabled={!list.isOffered(option)}
      onPointerDown={event => {
        event.preventDefault()
        if (list.isOffered(option)) list.onChoose(option)
      }}
    >
      <span className="option-text">
        {withEmoji(option.text.text)}
        {option.description && <small>{withEmoji(option.description.text)}</small>}
      </span>
      {list.isChosen(option) && <Icon name="check" size={16} />}
    </div>
  )
}

/** The options of a combobox, in groups, in the browser's top layer. */
export const Listbox = ({ ref, ...list }: ListboxProps) => (
  <div ref={ref} className="listbox" popover="manual">
    <div id={list.id} role="listbox" aria-label={list.label} aria-multiselectable={list.isMultiple}>
      {list.groups.map((group, index) => {
        const lines = group.options.map(option => (
          <OptionLine key={option.value} option={option} list={list} />
        ))
        if (!group.label.text) return lines
        const labelId = `${list.id}-group-${index}`
        return (
          // biome-ignore lint/a11y/useSemanticElements: a listbox may hold no fieldset
          <div key={labelId} role="group" aria-labelledby={labelId}>
            <div id={labelId} className="option-group">
              {withEmoji(group.label.text)}
            </div>
            {lines}
          </div>
        )
      })}
    </div>
    {list.note && (
      <p className="listbox-note" role="status">
        {list.note}
      </p>
    )}
  </div>
)

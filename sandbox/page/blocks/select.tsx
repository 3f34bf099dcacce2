import type { Option } from '@slack/types'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { withEmoji } from '../text/emoji.ts'
import { Icon } from '../ui/icon.tsx'
import { Listbox, optionId } from '../ui/listbox.tsx'
import { usePopup } from '../ui/use-popup.ts'
import { type AnySelect, readSelected, useGroups, withSelected } from './select-options.ts'
import { type ElementProps, useChoice } from './use-choice.tsx'
import { useSuggestions } from './use-suggestions.ts'

const isSame = (a: Option, b: Option) => a.value === b.value

/** What opening, closing and choosing do. A menu of several tells the app once, when it is closed. */
const usePicker = (props: ElementProps<AnySelect>) => {
  const { element } = props
  const { state, choose, isBusy, beside } = useChoice(props)
  const isMultiple = element.type.startsWith('multi_')
  const limit = 'max_selected_items' in element ? (element.max_selected_items ?? Infinity) : Infinity
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const [draft, setDraft] = useState<Option[]>()
  const held = readSelected(state, useGroups(element))
  const chosen = draft ?? held
  const { groups, note } = useSuggestions(element, props.blockId, isOpen, typed)
  const offered = groups.flatMap(group => group.options)
  const put = (next: readonly Option[]) => choose(withSelected(state, next))
  const open = () => {
    if (isOpen || isBusy) return
    setOpen(true)
    setAt(
      Math.max(
        0,
        offered.findIndex(option => chosen.some(c => isSame(c, option))),
      ),
    )
  }
  const shut = () => {
    setOpen(false)
    setTyped('')
    if (draft) put(draft)
    setDraft(undefined)
  }
  const remove = (option: Option) => {
    const rest = chosen.filter(c => !isSame(c, option))
    if (isOpen && !props.isInput) setDraft(rest)
    else put(rest)
  }
  const take = (option: Option) => {
    if (!isMultiple) {
      setOpen(false)
      setTyped('')
      return put([option])
    }
    if (chosen.some(c => isSame(c, option))) return remove(option)
    if (chosen.length >= limit) return
    setTyped('')
    if (props.isInput) put([...chosen, option])
    else setDraft([...chosen, option])
  }
  return {
    ...{ isMultiple, isOpen, isBusy, beside, typed, chosen, groups, note, open, shut, take, remove },
    active: isOpen ? offered[Math.min(at, offered.length - 1)] : undefined,
    isOffered: (option: Option) => chosen.length < limit || chosen.some(c => isSame(c, option)),
    type: (text: string) => {
      setOpen(true)
      setTyped(text)
      setAt(0)
    },
    step: (by: number) => {
      if (offered.length) setAt((Math.min(at, offered.length - 1) + by + offered.length) % offered.length)
    },
  }
}

type Picker = ReturnType<typeof usePicker>

const onKeyDown = (event: KeyboardEvent, picker: Picker) => {
  const { isOpen, active } = picker
  const take = (act: () => void) => {
    event.preventDefault()
    act()
  }
  if (event.nativeEvent.isComposing) return
  if (event.key === 'ArrowDown') take(() => (isOpen ? picker.step(1) : picker.open()))
  else if (event.key === 'ArrowUp') take(() => (isOpen ? picker.step(-1) : picker.open()))
  else if (event.key === 'Enter') take(() => (active ? picker.take(active) : picker.open()))
  else if (event.key === ' ' && !isOpen) take(picker.open)
  else if (event.key === 'Escape' && isOpen) {
    // Esc shuts the list alone, not also the thread or the dialog it may stand in.
    event.stopPropagation()
    take(picker.shut)
  } else if (event.key === 'Backspace' && !picker.typed && picker.isMultiple) {
    const last = picker.chosen.at(-1)
    if (last) picker.remove(last)
  }
}

/** Every kind of select menu, as https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ wants it. */
export const SelectElement = (props: ElementProps<AnySelect>) => {
  const picker = usePicker(props)
  const { isMultiple, isOpen, chosen, active } = picker
  const listId = useId()
  const input = useRef<HTMLInputElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLDivElement>(null)
  usePopup({ isOpen, popup: list, anchor: box, align: 'start', onOutside: picker.shut })
  const placeholder = withEmoji(
    props.element.placeholder?.text ?? (isMultiple ? 'Choose options' : 'Choose an option'),
  )
  const label = withEmoji(chosen[0]?.text.text ?? '')
  return (
    <>
      <div
        ref={box}
        className={isMultiple ? 'picker multiple' : 'picker'}
        aria-busy={picker.isBusy}
        data-invalid={props.isInvalid}
        onPointerDown={event => {
          if ((event.target as Element).closest('button')) return
          if (event.target !== input.current) event.preventDefault()
          input.current?.focus()
          if (isOpen && event.target !== input.current) picker.shut()
          else picker.open()
        }}
      >
        {isMultiple &&
          chosen.map(option => (
            <span key={option.value} className="picked">
              {withEmoji(option.text.text)}
              <button
                type="button"
                aria-label={`Remove ${option.text.text}`}
                onClick={() => {
                  picker.remove(option)
                  input.current?.focus()
                }}
              >
                <Icon name="close" size={12} />
              </button>
            </span>
          ))}
        <input
          ref={input}
          id={props.id}
          type="text"
          role="combobox"
          className="picker-input"
          aria-label={props.id ? undefined : placeholder}
          aria-describedby={props.describedBy}
          aria-invalid={props.isInvalid}
          aria-required={props.isRequired}
          aria-expanded={isOpen}
          aria-controls={isOpen ? listId : undefined}
          aria-autocomplete="list"
          aria-activedescendant={active ? optionId(listId, active.value) : undefined}
          autoComplete="off"
          spellCheck={false}
          data-start={props.element.focus_on_load ? '' : undefined}
          placeholder={
            isOpen && label && !isMultiple ? label : isMultiple && chosen.length ? '' : placeholder
          }
          value={isOpen || isMultiple ? picker.typed : label}
          onChange={event => picker.type(event.target.value)}
          onKeyDown={event => onKeyDown(event, picker)}
          onBlur={() => isOpen && picker.shut()}
        />
        <Icon name="chevron" size={16} />
      </div>
      {isOpen && (
        <Listbox
          ref={list}
          id={listId}
          label={placeholder}
          groups={picker.groups}
          note={picker.note}
          active={active?.value}
          isMultiple={isMultiple}
          isChosen={option => chosen.some(c => isSame(c, option))}
          isOffered={picker.isOffered}
          onChoose={picker.take}
        />
      )}
      {picker.beside}
    </>
  )
}

import type { RichTextInput } from '@slack/types'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { withEmoji } from '../text/emoji.ts'
import { Icon } from '../ui/icon.tsx'
import { fillRichText, readRichText } from './rich-text-dom.ts'
import { type ElementProps, useChoice } from './use-choice.tsx'

const commands = [
  { command: 'bold', label: 'Bold', mark: <b>B</b> },
  { command: 'italic', label: 'Italic', mark: <i>I</i> },
  { command: 'strikeThrough', label: 'Strikethrough', mark: <s>S</s> },
  { command: 'insertUnorderedList', label: 'Bulleted list', mark: <Icon name="list" size={16} /> },
  { command: 'insertOrderedList', label: 'Ordered list', mark: <Icon name="numbers" size={16} /> },
  { command: 'formatBlock', argument: 'blockquote', label: 'Quote', mark: <Icon name="quote" size={16} /> },
] as const

/** An editor for rich text. `execCommand` is old, but it is what every browser's editing still understands. */
export const RichTextInputElement = (props: ElementProps<RichTextInput>) => {
  const { element } = props
  const { state, keep, choose, beside } = useChoice(props)
  const editor = useRef<HTMLDivElement>(null)
  const [isEmpty, setEmpty] = useState(!state.rich_text_value)
  // Once: afterwards the browser owns what stands in the editor, and React must not touch it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (editor.current && state.rich_text_value) fillRichText(editor.current, state.rich_text_value)
  }, [])
  const read = () => {
    const value = editor.current ? readRichText(editor.current) : null
    setEmpty(value === null)
    const next = { ...state, rich_text_value: value }
    keep(next)
    return next
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const isEnter = event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing
    if (!isEnter || props.isInput) return
    event.preventDefault()
    choose(read())
  }
  return (
    <div className="rich-input" data-invalid={props.isInvalid}>
      <div className="rich-input-tools" role="toolbar" aria-label="Formatting">
        {commands.map(({ label, mark, ...command }) => (
          <button
            key={label}
            type="button"
            className="icon-button small"
            aria-label={label}
            title={label}
            // The selection in the editor must stay where it is.
            onMouseDown={event => event.preventDefault()}
            onClick={() => {
              editor.current?.focus()
              document.execCommand(
                command.command,
                false,
                'argument' in command ? command.argument : undefined,
              )
              read()
            }}
          >
            {mark}
          </button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a textarea holds no styles */}
      <div
        ref={editor}
        id={props.id}
        className="rich-input-text"
        role="textbox"
        tabIndex={0}
        contentEditable
        suppressContentEditableWarning
        aria-multiline="true"
        aria-label={props.id ? undefined : 'Rich text'}
        aria-labelledby={props.id ? `${props.id}-label` : undefined}
        aria-describedby={props.describedBy}
        aria-invalid={props.isInvalid}
        aria-required={props.isRequired}
        data-start={element.focus_on_load ? '' : undefined}
        data-placeholder={isEmpty ? withEmoji(element.placeholder?.text ?? '') : undefined}
        style={{
          minHeight: `${(element.min_lines ?? 3) * 22 + 16}px`,
          maxHeight: `${(element.max_lines ?? 10) * 22 + 16}px`,
        }}
        onInput={read}
        onKeyDown={onKeyDown}
      />
      {beside}
    </div>
  )
}

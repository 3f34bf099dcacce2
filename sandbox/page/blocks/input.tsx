import type { InputBlock } from '@slack/types'
import { useId } from 'react'
import { withEmoji } from '../text/emoji.ts'
import { Element } from './element.tsx'
import { useSurface } from './surface.tsx'

const groupTypes = new Set(['checkboxes', 'radio_buttons'])

/** A labelled input, with its hint and with what is wrong with it. */
export const Input = ({ block, blockId }: { block: InputBlock; blockId: string }) => {
  const id = useId()
  const error = useSurface().form.errors[blockId]
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  const describedBy = [error && errorId, block.hint && hintId].filter(Boolean).join(' ') || undefined
  const className = error ? 'input-block faulty' : 'input-block'
  const label = (
    <>
      {withEmoji(block.label.text)}
      {block.optional && <span className="input-optional"> (optional)</span>}
    </>
  )
  const rest = (
    <>
      <Element
        element={block.element}
        blockId={blockId}
        isInput={!block.dispatch_action}
        id={id}
        describedBy={describedBy}
        isInvalid={Boolean(error)}
        isRequired={!block.optional}
      />
      {error && (
        <p id={errorId} className="input-error">
          {error}
        </p>
      )}
      {block.hint && (
        <p id={hintId} className="input-hint">
          {withEmoji(block.hint.text)}
        </p>
      )}
    </>
  )
  return groupTypes.has(block.element.type) ? (
    <fieldset className={className} aria-describedby={describedBy}>
      <legend>{label}</legend>
      {rest}
    </fieldset>
  ) : (
    <div className={className}>
      <label id={`${id}-label`} htmlFor={id}>
        {label}
      </label>
      {rest}
    </div>
  )
}

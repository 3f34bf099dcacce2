import type { Checkboxes, Option, RadioButtons } from '@slack/types'
import { useId } from 'react'
import { Text } from '../text/text-object.tsx'
import { type ElementProps, useChoice } from './use-choice.tsx'

interface OptionLineProps {
  option: Option
  type: 'checkbox' | 'radio'
  name: string
  isChecked: boolean
  onChange: (isChecked: boolean) => void
}

const OptionLine = ({ option, type, name, isChecked, onChange }: OptionLineProps) => (
  <label className="choice">
    <input type={type} name={name} checked={isChecked} onChange={event => onChange(event.target.checked)} />
    <span>
      <Text text={option.text} />
      {option.description && (
        <small>
          <Text text={option.description} />
        </small>
      )}
    </span>
  </label>
)

export const CheckboxesElement = (props: ElementProps<Checkboxes>) => {
  const { state, choose, beside } = useChoice(props)
  const name = useId()
  const chosen = state.selected_options ?? []
  return (
    <div className="choices">
      {props.element.options.map(option => (
        <OptionLine
          key={option.value}
          option={option}
          type="checkbox"
          name={name}
          isChecked={chosen.some(o => o.value === option.value)}
          onChange={isChecked => {
            const rest = chosen.filter(o => o.value !== option.value)
            choose({ ...state, selected_options: isChecked ? [...rest, option] : rest })
          }}
        />
      ))}
      {beside}
    </div>
  )
}

export const RadioElement = (props: ElementProps<RadioButtons>) => {
  const { state, choose, beside } = useChoice(props)
  const name = useId()
  return (
    <div className="choices">
      {props.element.options.map(option => (
        <OptionLine
          key={option.value}
          option={option}
          type="radio"
          name={name}
          isChecked={state.selected_option?.value === option.value}
          onChange={() => choose({ ...state, selected_option: option })}
        />
      ))}
      {beside}
    </div>
  )
}

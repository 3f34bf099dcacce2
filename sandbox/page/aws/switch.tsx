import { type ReactNode, useId } from 'react'

interface SwitchProps {
  title: string
  children: ReactNode
  isOn: boolean
  onChange: (isOn: boolean) => void
  /** What is left of it, beside the switch. */
  state?: string
}

/** Something that is on or off, with a sentence on what it does. */
export const Switch = ({ title, children, isOn, onChange, state }: SwitchProps) => {
  const id = useId()
  return (
    <li className="switch-line" data-on={isOn || undefined}>
      <div>
        <h4 id={`${id}-title`}>
          {title} {state && <span className="switch-state">{state}</span>}
        </h4>
        <p id={`${id}-what`}>{children}</p>
      </div>
      <button
        type="button"
        role="switch"
        className="switch"
        aria-checked={isOn}
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-what`}
        onClick={() => onChange(!isOn)}
      />
    </li>
  )
}

interface PickProps {
  title: string
  children: ReactNode
  value: string
  options: readonly (readonly [value: string, text: string])[]
  onPick: (value: string) => void
}

/** The same for what has more than two ways. */
export const Pick = ({ title, children, value, options, onPick }: PickProps) => {
  const id = useId()
  return (
    <li className="switch-line">
      <div>
        <h4>
          <label htmlFor={id}>{title}</label>
        </h4>
        <p id={`${id}-what`}>{children}</p>
      </div>
      <select
        className="chip-select"
        id={id}
        aria-describedby={`${id}-what`}
        value={value}
        onChange={event => onPick(event.target.value)}
      >
        {options.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </select>
    </li>
  )
}

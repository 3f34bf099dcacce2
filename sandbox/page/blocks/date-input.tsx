import type { Datepicker, DateTimepicker, Timepicker } from '@slack/types'
import { useState } from 'react'
import type { StateValue } from './state-value.ts'
import { type ElementProps, useChoice } from './use-choice.tsx'

type DateElement = Datepicker | Timepicker | DateTimepicker

const pad = (n: number) => String(n).padStart(2, '0')

const toLocal = (unixSec: number) => {
  const d = new Date(unixSec * 1000)
  return `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}T${pad(d.getHours())}:${pad(d.getMinutes())}`
}

const kinds = {
  datepicker: { input: 'date', label: 'Date' },
  timepicker: { input: 'time', label: 'Time' },
  datetimepicker: { input: 'datetime-local', label: 'Date and time' },
} as const

const show = (state: StateValue) =>
  state.selected_date ??
  state.selected_time ??
  (state.selected_date_time ? toLocal(state.selected_date_time) : '')

const read = (type: DateElement['type'], state: StateValue, text: string): StateValue => {
  if (type === 'datepicker') return { ...state, selected_date: text || null }
  if (type === 'timepicker') return { ...state, selected_time: text || null }
  return { ...state, selected_date_time: text ? Math.floor(new Date(text).getTime() / 1000) : null }
}

/** Date, time, or both, on the browser's own pickers: the keyboard and the phone know them already. */
export const DateInputElement = (props: ElementProps<DateElement>) => {
  const { element, isInput } = props
  const { type } = element
  const { state, keep, choose, beside } = useChoice(props)
  const [draft, setDraft] = useState<StateValue>()
  const placeholder = 'placeholder' in element ? element.placeholder?.text : undefined
  // Typed digit by digit, a date is at first a date of the year 2: the app is told once it is done.
  const finish = () => {
    if (draft) choose(draft)
    setDraft(undefined)
  }
  return (
    <>
      <input
        id={props.id}
        className="input date-input"
        type={kinds[type].input}
        aria-label={props.id ? undefined : (placeholder ?? kinds[type].label)}
        aria-describedby={props.describedBy}
        aria-invalid={props.isInvalid}
        aria-required={props.isRequired}
        data-start={element.focus_on_load ? '' : undefined}
        title={'timezone' in element ? element.timezone : undefined}
        value={show(draft ?? state)}
        onChange={event => {
          const next = read(type, state, event.target.value)
          if (isInput) keep(next)
          else setDraft(next)
        }}
        onBlur={finish}
        onKeyDown={event => {
          if (event.key !== 'Enter' || isInput) return
          event.preventDefault()
          finish()
        }}
      />
      {beside}
    </>
  )
}

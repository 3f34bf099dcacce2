import type { Datepicker, DateTimepicker, Timepicker } from '@slack/types'
import { type ElementProps, useChoice } from './use-choice.tsx'

const pad = (n: number) => String(n).padStart(2, '0')

const toLocal = (unixSec: number) => {
  const d = new Date(unixSec * 1000)
  return `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}T${pad(d.getHours())}:${pad(d.getMinutes())}`
}

/** Date, time, or both, on the browser's own pickers. */
export const DateInputElement = (props: ElementProps<Datepicker | Timepicker | DateTimepicker>) => {
  const { type } = props.element
  const { state, choose, dialog } = useChoice(props)
  const kinds = {
    datepicker: { input: 'date', label: 'Date', value: state.selected_date ?? '' },
    timepicker: { input: 'time', label: 'Time', value: state.selected_time ?? '' },
    datetimepicker: {
      input: 'datetime-local',
      label: 'Date and time',
      value: state.selected_date_time ? toLocal(state.selected_date_time) : '',
    },
  } as const
  const { input, label, value } = kinds[type]
  const read = (text: string) => {
    if (type === 'datepicker') return { ...state, selected_date: text || null }
    if (type === 'timepicker') return { ...state, selected_time: text || null }
    return { ...state, selected_date_time: text ? Math.floor(new Date(text).getTime() / 1000) : null }
  }
  return (
    <>
      <input
        id={props.id}
        className="input"
        type={input}
        aria-label={props.id ? undefined : label}
        aria-describedby={props.describedBy}
        aria-invalid={props.isInvalid}
        required={props.isRequired}
        value={value}
        onChange={event => choose(read(event.target.value))}
      />
      {dialog}
    </>
  )
}

import type { Confirm } from '@slack/types'
import type { ReactNode } from 'react'
import { type AnyElement, readChoice, readInitialValue, type StateValue } from './state-value.ts'
import { useSurface } from './surface.tsx'
import { usePress } from './use-press.tsx'

/** An element that holds something, and where it stands. */
export interface ElementProps<E extends AnyElement = AnyElement> {
  element: E
  blockId: string
  /** In an `input` block without `dispatch_action`: it waits for the submit button and does not call the app. */
  isInput?: boolean
  /** The id of the control, for the label of its `input` block. */
  id?: string | undefined
  /** Ids of the hint and of the error below the control. */
  describedBy?: string | undefined
  isInvalid?: boolean
  isRequired?: boolean
}

interface Choice {
  state: StateValue
  /** Holds `next` and, outside of a waiting input, tells the app. */
  choose: (next: StateValue) => void
  /** Holds `next` and tells nobody. */
  keep: (next: StateValue) => void
  isBusy: boolean
  beside: ReactNode
}

/** Holds what a person chose, in the form of the surface. */
export const useChoice = ({ element, blockId, isInput = false }: ElementProps): Choice => {
  const { form } = useSurface()
  const confirm: Confirm | undefined = 'confirm' in element ? element.confirm : undefined
  const { press, isBusy, beside } = usePress(confirm)
  const actionId = element.action_id ?? ''
  const keep = (next: StateValue) => form.set(blockId, actionId, next)
  const held = form.values[blockId]?.[actionId]
  return {
    // An update may put another element under the same ids.
    state: (held?.type === element.type ? held : readInitialValue(element)) ?? { type: element.type },
    keep,
    isBusy,
    beside,
    choose: next => {
      if (isInput) return keep(next)
      const value = readChoice(next)
      press({ action_id: actionId, block_id: blockId, ...(value === undefined ? {} : { value }) }, () =>
        keep(next),
      )
    },
  }
}

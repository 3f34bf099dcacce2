import type { Confirm } from '@slack/types'
import { type ReactNode, useState } from 'react'
import { type AnyElement, readChoice, readInitialValue, type StateValue } from './state-value.ts'
import { useSurface } from './surface.tsx'
import { usePress } from './use-press.tsx'

/** An element that holds something, and where it stands. */
export interface ElementProps<E extends AnyElement = AnyElement> {
  element: E
  blockId: string
  /** In an `input` block: it waits for the submit button instead of calling the app at once. */
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
  choose: (next: StateValue) => void
  isBusy: boolean
  dialog: ReactNode
}

/** Holds what a person chose: in the modal's form, or by itself in a message. */
export const useChoice = ({ element, blockId, isInput = false }: ElementProps): Choice => {
  const { form } = useSurface()
  const confirm: Confirm | undefined = 'confirm' in element ? element.confirm : undefined
  const pressing = usePress(confirm)
  const [own, setOwn] = useState<StateValue>(() => readInitialValue(element) ?? { type: element.type })
  const actionId = element.action_id ?? ''
  const keep = (next: StateValue) => {
    setOwn(next)
    form?.set(blockId, actionId, next)
  }
  return {
    state: form?.values[blockId]?.[actionId] ?? own,
    isBusy: pressing.isBusy,
    dialog: pressing.dialog,
    choose: next => {
      if (isInput) return keep(next)
      const value = readChoice(next)
      pressing.press(
        { action_id: actionId, block_id: blockId, ...(value === undefined ? {} : { value }) },
        () => keep(next),
      )
    },
  }
}

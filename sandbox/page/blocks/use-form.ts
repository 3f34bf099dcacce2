import type { AnyBlock } from '@slack/types'
import { useState } from 'react'
import { type FormValues, readInitialValues, type StateValue } from './state-value.ts'

/**
 * What the elements of a surface hold. What was typed survives an update of the surface for blocks and elements that
 * keep their ids, as in Slack; whatever is new begins with its own initial value.
 */
export const mergeValues = (initial: FormValues, typed: FormValues): FormValues => {
  const merged: FormValues = {}
  for (const [blockId, actions] of Object.entries(initial)) {
    for (const [actionId, value] of Object.entries(actions)) {
      const kept = typed[blockId]?.[actionId]
      merged[blockId] = { ...merged[blockId], [actionId]: kept?.type === value.type ? kept : value }
    }
  }
  return merged
}

/** Adds one value. */
export const withValue = (
  values: FormValues,
  blockId: string,
  actionId: string,
  value: StateValue,
): FormValues => ({
  ...values,
  [blockId]: { ...values[blockId], [actionId]: value },
})

/** A form for a message or the Home tab, where nothing is ever refused. */
export const useForm = () => {
  const [values, setValues] = useState<FormValues>({})
  return {
    values,
    errors: {},
    set: (blockId: string, actionId: string, value: StateValue) =>
      setValues(all => withValue(all, blockId, actionId, value)),
  }
}

/** What goes with a press: what all elements hold, where there is one that waits to be asked. */
export const readHeld = (blocks: readonly AnyBlock[], typed: FormValues): { values?: object } =>
  blocks.some(block => block.type === 'input')
    ? { values: mergeValues(readInitialValues(blocks), typed) }
    : {}

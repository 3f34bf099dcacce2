import type { Json, Person, View } from '../types.ts'
import { hold } from './hold.ts'
import { ImpossibleGesture, type Interactor } from './interactor.ts'
import { elementsIn, isUnanswered } from './state.ts'
import { checkTyped } from './typed.ts'

/** Puts the values into the view's state, as far as the client would let a person submit them. */
export const fillIn = (
  interactor: Interactor,
  person: Person,
  view: View,
  values: Record<string, Json>,
): void => {
  const state = hold(interactor, person, view, view.state, values)
  for (const { block, element } of elementsIn(view.blocks)) {
    if (block.type !== 'input') continue
    const blockId = String(block.block_id)
    const own = state[blockId]?.[String(element.action_id)]
    if (block.optional !== true && isUnanswered(own))
      throw new ImpossibleGesture(422, `${blockId} is a required field`)
    checkTyped(element, own?.value ?? null, blockId)
  }
  view.state = state
}

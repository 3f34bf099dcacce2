import { isObject, type Json, type JsonObject, type Person, type View } from '../types.ts'
import { filesState } from './file-choice.ts'
import { ImpossibleGesture, type Interactor } from './interactor.ts'
import { chosenState, elementsIn, isUnanswered } from './state.ts'
import { checkTyped } from './typed.ts'

/** Puts the values into the view's state, as far as the client would let a person. */
export const fillIn = (
  interactor: Interactor,
  person: Person,
  view: View,
  values: Record<string, Json>,
): void => {
  for (const [blockId, byAction] of Object.entries(values)) {
    if (!isObject(byAction)) throw new ImpossibleGesture(422, `Expected values of ${blockId} by action_id`)
    for (const [actionId, given] of Object.entries(byAction)) {
      const state = stateOf(interactor, person, view, { blockId, actionId, given })
      view.state[blockId] = { ...view.state[blockId], [actionId]: state }
    }
  }
  const missing = view.blocks
    .filter(block => block.type === 'input' && block.optional !== true)
    .find(
      block =>
        isObject(block.element) &&
        isUnanswered(view.state[String(block.block_id)]?.[String(block.element.action_id)]),
    )
  if (missing) throw new ImpossibleGesture(422, `${String(missing.block_id)} is a required field`)
}

const stateOf = (
  { files, suggestions }: Interactor,
  person: Person,
  view: View,
  { blockId, actionId, given }: { blockId: string; actionId: string; given: Json },
): JsonObject => {
  const placed = elementsIn(view.blocks).find(
    ({ block, element }) => block.block_id === blockId && element.action_id === actionId,
  )
  if (!placed) throw new ImpossibleGesture(422, `this modal has no input ${blockId}/${actionId}`)
  if (placed.element.type === 'file_input') return filesState(files, person, placed.element, given)
  const { element } = suggestions.offer(person, view.id)(placed)
  const state = chosenState(element, given)
  if (!state)
    throw new ImpossibleGesture(422, `${blockId}/${actionId} does not offer ${JSON.stringify(given)}`)
  checkTyped(element, state.value ?? null, blockId)
  return state
}

import { isObject, type Json, type JsonObject, type Person, type StateValues } from '../types.ts'
import { filesState } from './file-choice.ts'
import { ImpossibleGesture, type Interactor } from './interactor.ts'
import type { Source } from './source.ts'
import { chosenState, elementsIn } from './state.ts'

type Where = Pick<Source, 'id' | 'blocks'>

/** The state of a surface with what a person typed and chose in it; typed text is not judged before it is submitted. */
export const hold = (
  interactor: Interactor,
  person: Person,
  where: Where,
  state: StateValues,
  values: Record<string, Json>,
): StateValues => {
  const held = { ...state }
  for (const [blockId, byAction] of Object.entries(values)) {
    if (!isObject(byAction)) throw new ImpossibleGesture(422, `Expected values of ${blockId} by action_id`)
    for (const [actionId, given] of Object.entries(byAction)) {
      const own = stateOf(interactor, person, where, { blockId, actionId, given })
      held[blockId] = { ...held[blockId], [actionId]: own }
    }
  }
  return held
}

const stateOf = (
  { files, suggestions }: Interactor,
  person: Person,
  { id, blocks }: Where,
  { blockId, actionId, given }: { blockId: string; actionId: string; given: Json },
): JsonObject => {
  const placed = elementsIn(blocks).find(
    ({ block, element }) => block.block_id === blockId && element.action_id === actionId,
  )
  if (!placed) throw new ImpossibleGesture(422, `there is no input ${blockId}/${actionId}`)
  if (placed.element.type === 'file_input') return filesState(files, person, placed.element, given)
  const { element } = suggestions.offer(person, id)(placed)
  const state = chosenState(element, given)
  if (!state)
    throw new ImpossibleGesture(422, `${blockId}/${actionId} does not offer ${JSON.stringify(given)}`)
  return state
}

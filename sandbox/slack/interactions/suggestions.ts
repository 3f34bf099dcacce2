import { isObject, type Json, type JsonObject, type Person } from '../types.ts'
import { optionsOf, type PlacedElement } from './state.ts'

/** What the bot offered for external menus: only that can be chosen afterwards. */
export interface Suggestions {
  /** The element with everything it offers this person: first the initial options, then what the bot suggested. */
  offer(person: Person, sourceId: string): (placed: PlacedElement) => PlacedElement
  remember(person: Person, sourceId: string, placed: PlacedElement, answer: JsonObject): void
}

/** Enough for a person who searches ten times; the newest come first. */
const REMEMBERED = 1_000

export const isExternal = ({ type }: JsonObject): boolean =>
  type === 'external_select' || type === 'multi_external_select'

export const createSuggestions = (): Suggestions => {
  const offered = new Map<string, JsonObject[]>()
  const keyOf = (person: Person, sourceId: string, { block, element }: PlacedElement) =>
    JSON.stringify([person.id, sourceId, block.block_id ?? null, element.action_id ?? null])

  return {
    offer: (person, sourceId) => placed => {
      const { block, element } = placed
      if (!isExternal(element)) return placed
      const suggested = offered.get(keyOf(person, sourceId, placed)) ?? []
      return { block, element: { ...element, options: [...initialOf(element), ...suggested] } }
    },
    remember(person, sourceId, placed, answer) {
      const key = keyOf(person, sourceId, placed)
      offered.set(key, [...optionsOf(answer), ...(offered.get(key) ?? [])].slice(0, REMEMBERED))
    },
  }
}

const initialOf = ({ initial_option, initial_options }: JsonObject): JsonObject[] => {
  const all: Json[] = [initial_option ?? null, ...(Array.isArray(initial_options) ? initial_options : [])]
  return all.filter(isObject)
}

import { isObject, type Json, type JsonObject } from '../types.ts'
import type { Say } from './check.ts'

/** A block and where it stands; also those inside containers and carousels. */
interface PlacedBlock {
  block: JsonObject
  at: string
}

const placedIn = (blocks: Json | undefined, at: string): PlacedBlock[] =>
  !Array.isArray(blocks)
    ? []
    : blocks.flatMap((block, index) => {
        if (!isObject(block)) return []
        const here = `${at}/${index}`
        const inner = block.type === 'carousel' ? 'elements' : 'child_blocks'
        return [{ block, at: here }, ...placedIn(block[inner], `${here}/${inner}`)]
      })

/** Rules that look at all blocks of one payload together. */
type Rule = (placed: readonly PlacedBlock[], at: string, say: Say, seenBlockIds: Set<string>) => void

const saySecondOf = (name: string, seen: Set<string>, value: Json | undefined, at: string, say: Say) => {
  if (typeof value !== 'string') return
  if (seen.has(value)) say(`\`${name}\` "${value}" already exists`, at)
  seen.add(value)
}

const blockIdsAreUnique: Rule = (placed, _at, say, seenBlockIds) => {
  for (const { block, at } of placed)
    saySecondOf('block_id', seenBlockIds, block.block_id, `${at}/block_id`, say)
}

/** Unique within the containing block only: two blocks may share an `action_id`. */
const actionIdsAreUnique: Rule = (placed, _at, say) => {
  for (const { block, at } of placed) {
    const seen = new Set<string>()
    for (const list of ['elements', 'actions']) {
      const elements = block[list]
      if (!Array.isArray(elements)) continue
      elements.forEach((element, index) => {
        if (isObject(element))
          saySecondOf('action_id', seen, element.action_id, `${at}/${list}/${index}/action_id`, say)
      })
    }
  }
}

/** All that the values hold under the name `text`, wherever it stands. */
export const charactersIn = (value: Json): number => {
  if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + charactersIn(entry), 0)
  if (!isObject(value)) return 0
  const own = typeof value.text === 'string' ? [...value.text].length : 0
  return own + Object.values(value).reduce<number>((sum, entry) => sum + charactersIn(entry), 0)
}

/** The longest that all blocks of one type may be together. */
const CUMULATIVE = { markdown: 12_000, table: 10_000, data_table: 20_000 } as const

const cumulativeLengths: Rule = (placed, at, say) => {
  for (const [type, max] of Object.entries(CUMULATIVE)) {
    const found = placed.filter(({ block }) => block.type === type)
    const total = found.reduce((sum, { block }) => sum + charactersIn(block), 0)
    if (total > max) say(`${type} blocks must be less than ${max + 1} characters together`, at)
  }
}

/** How many blocks of a type one payload may hold. */
const AT_MOST: Readonly<Record<string, [max: number, problem: string]>> = {
  table: [1, 'only one table allowed'],
  data_visualization: [2, 'only two data visualizations allowed'],
}

const notTooMany: Rule = (placed, _at, say) => {
  for (const [type, [max, problem]] of Object.entries(AT_MOST)) {
    for (const { at } of placed.filter(({ block }) => block.type === type).slice(max)) say(problem, at)
  }
}

const oneFocus: Rule = (placed, _at, say) => {
  const focused = placed.flatMap(({ block, at }) =>
    [block.element, block.accessory, ...(Array.isArray(block.elements) ? block.elements : [])]
      .filter(isObject)
      .filter(element => element.focus_on_load === true)
      .map(() => at),
  )
  for (const at of focused.slice(1)) say('only one element can have focus_on_load', at)
}

const RULES: readonly Rule[] = [
  blockIdsAreUnique,
  actionIdsAreUnique,
  cumulativeLengths,
  notTooMany,
  oneFocus,
]

/** `seenBlockIds` goes from one list of a message to the next: its attachments share the ids of its blocks. */
export const checkWhole = (blocks: Json, at: string, say: Say, seenBlockIds = new Set<string>()): void => {
  const placed = placedIn(blocks, at)
  for (const rule of RULES) rule(placed, at, say, seenBlockIds)
}

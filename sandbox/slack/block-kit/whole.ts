import { isObject, type Json, type JsonObject } from '../types.ts'
import type { Say } from './check.ts'

/** Rules that look at all blocks of one payload together. */
type Rule = (blocks: readonly JsonObject[], at: string, say: Say) => void

const saySecondOf = (name: string, seen: Set<string>, value: Json | undefined, at: string, say: Say) => {
  if (typeof value !== 'string') return
  if (seen.has(value)) say(`\`${name}\` "${value}" already exists`, at)
  seen.add(value)
}

const blockIdsAreUnique: Rule = (blocks, at, say) => {
  const seen = new Set<string>()
  blocks.forEach((block, index) => {
    saySecondOf('block_id', seen, block.block_id, `${at}/${index}/block_id`, say)
  })
}

/** Unique within the containing block only: two blocks may share an `action_id`. */
const actionIdsAreUnique: Rule = (blocks, at, say) => {
  blocks.forEach((block, index) => {
    if (!Array.isArray(block.elements)) return
    const seen = new Set<string>()
    block.elements.forEach((element, place) => {
      if (!isObject(element)) return
      saySecondOf('action_id', seen, element.action_id, `${at}/${index}/elements/${place}/action_id`, say)
    })
  })
}

const charactersIn = (value: Json): number => {
  if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + charactersIn(entry), 0)
  if (!isObject(value)) return 0
  const own = typeof value.text === 'string' ? [...value.text].length : 0
  return own + Object.values(value).reduce<number>((sum, entry) => sum + charactersIn(entry), 0)
}

/** The longest that all blocks of one type may be together. */
const CUMULATIVE = { markdown: 12_000, table: 10_000, data_table: 20_000 } as const

const cumulativeLengths: Rule = (blocks, at, say) => {
  for (const [type, max] of Object.entries(CUMULATIVE)) {
    const found = blocks.filter(block => block.type === type)
    const total = found.reduce((sum, block) => sum + charactersIn(block), 0)
    if (total > max) say(`${type} blocks must be less than ${max + 1} characters together`, at)
  }
}

const oneTable: Rule = (blocks, at, say) => {
  blocks.forEach((block, index) => {
    const isSecond = block.type === 'table' && blocks.findIndex(other => other.type === 'table') < index
    if (isSecond) say('only one table allowed', `${at}/${index}`)
  })
}

const oneFocus: Rule = (blocks, at, say) => {
  const focused = blocks.flatMap((block, index) =>
    [block.element, block.accessory, ...(Array.isArray(block.elements) ? block.elements : [])]
      .filter(isObject)
      .filter(element => element.focus_on_load === true)
      .map(() => index),
  )
  for (const index of focused.slice(1)) say('only one element can have focus_on_load', `${at}/${index}`)
}

const RULES: readonly Rule[] = [blockIdsAreUnique, actionIdsAreUnique, cumulativeLengths, oneTable, oneFocus]

export const checkWhole = (blocks: readonly JsonObject[], at: string, say: Say): void => {
  for (const rule of RULES) rule(blocks, at, say)
}

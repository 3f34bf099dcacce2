import type { Deprecation } from '../src/domain/deprecation.ts'
import type { ImageRecord } from '../src/domain/record.ts'
import { imageWords } from './image-words.ts'
import type { Message } from './message.ts'
import { contextPart, messageOf, sectionPart } from './part.ts'
import { principalWords } from './principal.ts'
import { accountWords, timeWords } from './words.ts'

export interface DateChangeView {
  deprecation: Deprecation
  record: ImageRecord
  accountName: string
  /** Why it is in this channel and not its own; escaped already. */
  notice?: string
}

const dateWords = ({ deprecatedAtMs, outside }: Deprecation): string => {
  const was = outside?.fromMs === undefined ? '' : ` (was ${timeWords(outside.fromMs)})`
  return deprecatedAtMs === undefined
    ? `is not deprecated any more${was}`
    : `is deprecated from ${timeWords(deprecatedAtMs)}${was}`
}

/** Says that somebody changed the deprecation date of an image outside of amiops. It mentions nobody. */
export const renderDateChange = ({ deprecation, record, accountName, notice }: DateChangeView): Message => {
  const { outside } = deprecation
  const who = outside?.principal
    ? `Changed by ${principalWords(outside.principal)} outside amiops`
    : 'Changed outside amiops · detected by reconciliation (no event from AWS)'
  const where = `${accountWords(record.account, accountName)}, ${record.region}`
  return messageOf([
    sectionPart(`🗓️ ${imageWords(record)} in ${where} ${dateWords(deprecation)}`),
    contextPart(`${who} · ${timeWords(outside?.atMs ?? 0)}`),
    ...(notice === undefined ? [] : [contextPart(notice)]),
  ])
}

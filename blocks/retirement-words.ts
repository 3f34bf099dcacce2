import type { Retirement, Successor } from '../src/domain/retirement.ts'
import { code } from './text.ts'
import { timeWords, utcWords } from './words.ts'

/** "deprecated on 2026-12-24 00:00 UTC", for text that Slack does not format. */
export const deprecationWords = (atMs: number | undefined, nowMs: number): string =>
  atMs === undefined
    ? 'no deprecation date'
    : `the image deprecated ${atMs <= nowMs ? 'since' : 'on'} ${utcWords(atMs)}`

/** "`payments-base-2026-11-30` (`ami-0…`)" */
export const successorWords = ({ imageId, name }: Successor): string =>
  `${code(name, 140)} (${code(imageId)})`

/** What a request asks for, or has done, in a line. */
export const retirementWords = ({ deprecateAtMs, successor }: Retirement): string =>
  deprecateAtMs === undefined
    ? 'deprecation date removed'
    : `deprecated from ${timeWords(deprecateAtMs)}${successor ? `, successor ${successorWords(successor)}` : ''}`

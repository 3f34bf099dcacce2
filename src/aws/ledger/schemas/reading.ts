import * as v from 'valibot'
import { isImageState } from '../../../domain/image.ts'
import type { Reading, ReadPart } from '../../../domain/reading.ts'
import { imageFacts } from './image-parts.ts'
import { isListedFacts, isMaybe, isObject, isTexts } from './listed-facts.ts'
import { number, type Schema, shape, text } from './shape.ts'

/** The schemas of readings. */

export const reading = shape<Omit<Reading, 'endedAtMs' | 'isAnswered'>>({
  id: text,
  key: text,
  places: number,
  beganAtMs: number,
  untilMs: number,
})

/** By hand, as the parts of scans: a thousand places have hundreds of thousands of images. */
const isUse = (use: unknown): boolean =>
  isObject(use) &&
  typeof use.instanceId === 'string' &&
  isMaybe(use.name, 'string') &&
  typeof use.state === 'string' &&
  isTexts(use.tags) &&
  isMaybe(use.launchedAtMs, 'number') &&
  isObject(use.image) &&
  typeof use.image.imageId === 'string' &&
  isMaybe(use.image.name, 'string') &&
  isMaybe(use.image.ownerId, 'string') &&
  (use.image.state === undefined || isImageState(use.image.state)) &&
  isMaybe(use.image.createdAtMs, 'number') &&
  isMaybe(use.image.deprecatedAtMs, 'number') &&
  isMaybe(use.image.isAllowed, 'boolean')

const isMember = (image: unknown): boolean =>
  isObject(image) &&
  typeof image.imageId === 'string' &&
  typeof image.family === 'string' &&
  typeof image.name === 'string' &&
  isImageState(image.state) &&
  typeof image.createdAtMs === 'number' &&
  isMaybe(image.source, 'string') &&
  isMaybe(image.copyOf, 'string') &&
  isMaybe(image.builtOn, 'string')

const isListed = (image: unknown): boolean =>
  isObject(image) &&
  typeof image.imageId === 'string' &&
  isImageState(image.state) &&
  isListedFacts(image.facts) &&
  isMaybe(image.goneAtMs, 'number') &&
  isMaybe(image.recycledUntilMs, 'number')

const isUnread = (unread: unknown): boolean =>
  isObject(unread) &&
  (unread.what === 'instances' || unread.what === 'images') &&
  typeof unread.why === 'string'

const isListOf =
  (isOne: (one: unknown) => boolean) =>
  (list: unknown): boolean =>
    Array.isArray(list) && list.every(isOne)

const isFleetPart = (part: Readonly<Record<string, unknown>>): boolean =>
  isListOf(isUse)(part.uses) && isListOf(isMember)(part.images) && isListOf(isUnread)(part.unread)

const isListedPart = (part: Readonly<Record<string, unknown>>): boolean =>
  isListOf(isListed)(part.images) &&
  typeof part.undecided === 'number' &&
  (part.isCut === undefined || part.isCut === true) &&
  isMaybe(part.scannedAtMs, 'number') &&
  isMaybe(part.scanError, 'string') &&
  isMaybe(part.noBin, 'string')

const isFound = (image: unknown): boolean =>
  isObject(image) &&
  typeof image.imageId === 'string' &&
  v.is(imageFacts, image.facts) &&
  isMaybe(image.goneAtMs, 'number') &&
  isMaybe(image.recycledUntilMs, 'number')

const isFoundPart = (part: Readonly<Record<string, unknown>>): boolean =>
  isListOf(isFound)(part.images) && isMaybe(part.why, 'string')

const isReadPart = (part: unknown): boolean => {
  if (!isObject(part) || typeof part.account !== 'string' || typeof part.region !== 'string') return false
  switch (part.kind) {
    case 'fleet':
      return isFleetPart(part)
    case 'listed':
      return isListedPart(part)
    default:
      return part.kind === 'found' && isFoundPart(part)
  }
}

export const readPart: Schema<ReadPart> = v.custom<ReadPart>(isReadPart)

import * as v from 'valibot'
import { type ScannedImage, stateOfMark } from '../../../domain/fleet.ts'
import { isListedFacts, isObject } from './listed-facts.ts'
import type { Schema } from './shape.ts'

/** The version of what a scan saves. Another version is not read: the next scan starts over. */
export const SCAN_VERSION = 4

export interface ScannedPart {
  version: typeof SCAN_VERSION
  images: readonly (readonly [imageId: string, image: ScannedImage])[]
}

const isPublic = (seen: unknown): boolean =>
  isObject(seen) &&
  typeof seen.sinceMs === 'number' &&
  (seen.announced === undefined || seen.announced === true)

const isImage = (image: unknown): boolean =>
  isObject(image) &&
  typeof image.mark === 'string' &&
  stateOfMark(image.mark) !== undefined &&
  (image.facts === undefined || isListedFacts(image.facts)) &&
  (image.public === undefined || isPublic(image.public))

const isImages = (images: unknown): boolean =>
  Array.isArray(images) &&
  images.every(one => Array.isArray(one) && one.length === 2 && typeof one[0] === 'string' && isImage(one[1]))

export const scannedPart: Schema<ScannedPart> = v.object({
  version: v.literal(SCAN_VERSION),
  images: v.custom<ScannedPart['images']>(isImages),
})

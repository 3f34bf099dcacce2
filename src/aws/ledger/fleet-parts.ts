import { deflateSync, inflateSync } from 'node:zlib'
import * as v from 'valibot'
import type { Fleet, ScannedImage } from '../../domain/fleet.ts'
import { SCAN_VERSION, type ScannedPart, scannedPart } from './schemas/fleet.ts'

/** The largest quota of EC2 is 50,000 images in a region: some 400 in a part, which have room in an item of 400 kB though nothing
 * of them could be compressed. */
const PARTS = 128
/** More than any part has, and less than a function's memory. */
const INFLATED_AT_MOST = 4_000_000

/** The part that an image is always in (FNV-1a). */
const partOf = (imageId: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < imageId.length; at++) hash = Math.imul(hash ^ imageId.charCodeAt(at), 0x01000193)
  return (hash >>> 0) % PARTS
}

/** The parts of a fleet that hold these images, or all parts with an image: compressed JSON, the same for the same images. */
export const writeParts = (fleet: Fleet, ids: Iterable<string> = fleet.keys()): Map<number, Uint8Array> => {
  const parts = new Map<number, [string, ScannedImage][]>()
  for (const id of ids) parts.set(partOf(id), [])
  for (const [id, image] of fleet) parts.get(partOf(id))?.push([id, image])
  return new Map(
    [...parts].map(([part, images]) => {
      const content: ScannedPart = {
        version: SCAN_VERSION,
        images: images.sort(([a], [b]) => (a < b ? -1 : 1)),
      }
      return [part, deflateSync(JSON.stringify(content))]
    }),
  )
}

/** Reads such a part; undefined for anything else: another version, or damaged. */
export const readPart = (bytes: unknown): ScannedPart['images'] | undefined => {
  if (!(bytes instanceof Uint8Array)) return undefined
  try {
    const json: unknown = JSON.parse(inflateSync(bytes, { maxOutputLength: INFLATED_AT_MOST }).toString())
    const parsed = v.safeParse(scannedPart, json)
    return parsed.success ? parsed.output.images : undefined
  } catch {
    return undefined
  }
}

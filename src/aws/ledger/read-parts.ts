import { deflateSync, inflateSync } from 'node:zlib'
import * as v from 'valibot'
import type { ReadPart } from '../../domain/reading.ts'
import { readPart } from './schemas/reading.ts'

/** A piece of what was read of a place, small enough for an item of 400 kB. */
export interface PackedPart {
  /** The attempt and the number of the piece. */
  of: string
  /** How many pieces the attempt has. */
  pieces: number
  bytes: Uint8Array
}

const PIECE_BYTES = 350_000
/** EC2's largest quota of images in a region, as JSON: less than a function's memory. */
const INFLATED_AT_MOST = 64_000_000

/** Compressed JSON in pieces; each call is an attempt of its own. */
export const packPart = (part: ReadPart): PackedPart[] => {
  const bytes = deflateSync(JSON.stringify(part))
  const pieces = Math.ceil(bytes.length / PIECE_BYTES)
  const attempt = crypto.randomUUID()
  return Array.from({ length: pieces }, (_, at) => ({
    of: `${attempt}#${String(at).padStart(3, '0')}`,
    pieces,
    bytes: bytes.subarray(at * PIECE_BYTES, (at + 1) * PIECE_BYTES),
  }))
}

/** Reads the pieces of one attempt, in their order; undefined if they have another version or are damaged. */
export const unpackPart = (pieces: readonly PackedPart[]): ReadPart | undefined => {
  try {
    const bytes =
      pieces.length === 1 && pieces[0] ? pieces[0].bytes : Buffer.concat(pieces.map(one => one.bytes))
    const json: unknown = JSON.parse(inflateSync(bytes, { maxOutputLength: INFLATED_AT_MOST }).toString())
    const parsed = v.safeParse(readPart, json)
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}

/**
 * The pieces of each place's first attempt that has all of its pieces. Attempts of a function that died, or that was slower than another
 * one, are passed over.
 *
 * @param items those of a shard, in the order of their keys
 */
export function* completeParts(
  items: readonly Readonly<Record<string, unknown>>[],
): Iterable<readonly PackedPart[]> {
  const attempts = new Map<string, PackedPart[]>()
  const done = new Set<string>()
  for (const { sk, pieces, bytes } of items) {
    const [, at = '', attempt = '', piece = ''] = String(sk).split('#')
    if (done.has(at) || !(bytes instanceof Uint8Array)) continue
    const key = `${at}#${attempt}`
    const packed = [...(attempts.get(key) ?? []), { of: piece, pieces: Number(pieces), bytes }]
    attempts.set(key, packed)
    if (packed.length < Number(pieces)) continue
    attempts.delete(key)
    done.add(at)
    yield packed
  }
}

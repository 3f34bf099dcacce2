import { deflateRawSync } from 'node:zlib'

/** AWS publishes neither the format nor the limit. This size of a compressed text comes close to what people report. */
const ROOM_BYTES = 1_024

/** How much of their room a session policy and session tags take together, in percent; undefined where there are none. */
export const packedPercent = (
  policy: string | undefined,
  tags: Readonly<Record<string, string>>,
): number | undefined => {
  const texts = [policy ?? [], Object.entries(tags)].flat(3)
  if (texts.length === 0) return undefined
  return Math.ceil((deflateRawSync(texts.join('\0')).length / ROOM_BYTES) * 100)
}

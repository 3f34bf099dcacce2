import * as v from 'valibot'
import { type ImageRef, imageKey, parseImageKey } from '../../domain/image.ts'

const LOOK_DETAIL_TYPE = 'amiops look'

const LOOK = v.object({ 'detail-type': v.literal(LOOK_DETAIL_TYPE), image: v.string() })

/** A message from amiops to itself: look at an image whose event may not come. */
export const lookMessage = (image: ImageRef): string =>
  JSON.stringify({ 'detail-type': LOOK_DETAIL_TYPE, image: imageKey(image) })

/** @returns undefined for every other message */
export const parseLook = (body: string): ImageRef | undefined => {
  if (!body.includes(LOOK_DETAIL_TYPE)) return undefined
  try {
    const parsed = v.safeParse(LOOK, JSON.parse(body))
    return parsed.success ? parseImageKey(parsed.output.image) : undefined
  } catch {
    return undefined
  }
}

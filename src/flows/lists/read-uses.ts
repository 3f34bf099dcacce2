import type { ImageListRow } from '../../../blocks/image-list.ts'
import { placeKey } from '../../domain/fleet.ts'
import { groupBy } from '../../domain/group-by.ts'
import type { ListedImage } from '../../domain/list-filter.ts'
import { inParallel } from '../../in-parallel.ts'
import type { References } from '../../ports.ts'
import { PLACES_AT_ONCE } from './places.ts'

/** The images of a page with who uses them, as far as their own accounts show: a call for each account and region. */
export const readUses = async (
  { uses }: { uses: References },
  images: readonly ListedImage[],
): Promise<ImageListRow[]> => {
  const byPlace = groupBy(images, ({ image }) => placeKey(image))
  const found = new Map<ListedImage, ImageListRow>()
  await inParallel([...byPlace.values()], PLACES_AT_ONCE, async ofPlace => {
    const [first] = ofPlace
    if (!first) return
    const finding = await uses.references(
      first.image,
      ofPlace.map(({ image }) => image.imageId),
    )
    for (const one of ofPlace) {
      const used = finding.known
        ? { known: true as const, value: finding.value.get(one.image.imageId) ?? [] }
        : finding
      found.set(one, { ...one, uses: used })
    }
  })
  return images.map(one => found.get(one) ?? one)
}

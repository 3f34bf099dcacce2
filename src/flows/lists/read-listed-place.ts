import type { AccountRegion } from '../../domain/alias.ts'
import type { ListedHere, ListedPart, ReadingWhat } from '../../domain/reading.ts'
import { type ReadFittingNeeds, readFitting } from './read-fitting.ts'

export type ListedPlaceNeeds = ReadFittingNeeds

/** What a list has of one account and region. Throws where the ledger does not answer. */
export const readListedPlace = async (
  needs: ListedPlaceNeeds,
  place: AccountRegion,
  { verb, filter }: Extract<ReadingWhat, { kind: 'listed' }>,
): Promise<ListedPart> => {
  const { images, notes } = await readFitting(needs, verb, filter, [place])
  const part: ListedPart = { kind: 'listed', images: images.map(hereOf), undecided: 0 }
  for (const note of notes)
    switch (note.kind) {
      case 'undecided':
        part.undecided = note.images
        break
      case 'scanned':
        part.scannedAtMs = note.atMs
        break
      case 'no-bin':
        part.noBin = note.why
        break
      case 'not-all':
        part.isCut = true
        break
      case 'refused': {
        const [only] = note.places
        if (only) part.scanError = only.why
        break
      }
      case 'unscanned':
      case 'unread':
        break
    }
  return part
}

/** Family and owners are not saved here: the reader finds them by the config. */
const hereOf = ({
  image: { imageId },
  state,
  facts,
  goneAtMs,
  recycledUntilMs,
}: Awaited<ReturnType<typeof readFitting>>['images'][number]): ListedHere => ({
  imageId,
  state,
  facts,
  ...(goneAtMs !== undefined && { goneAtMs }),
  ...(recycledUntilMs !== undefined && { recycledUntilMs }),
})

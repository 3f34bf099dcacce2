import type { Message } from '../../../blocks/message.ts'
import { renderUnreachable } from '../../../blocks/not-possible.ts'
import { renderReading } from '../../../blocks/reading.ts'
import { renderNothingToRevoke } from '../../../blocks/revoke-answers.ts'
import { errorName } from '../../domain/error-name.ts'
import { placesIn } from '../../domain/fleet.ts'
import { type ImageRef, imageKey } from '../../domain/image.ts'
import type { Copy } from '../../domain/promotion.ts'
import { idInRegion, type Revocation } from '../../domain/revocation.ts'
import { allOf } from '../../in-parallel.ts'
import type { PlanNeeds } from '../plans/needs.ts'
import { ofFacts, type Seen } from '../plans/see-images.ts'
import { askForReading, type Waiting } from '../readings/ask-for-reading.ts'
import { askEverywhere } from './everywhere.ts'
import { readEverywhere } from './read-everywhere.ts'
import { returnAliases } from './return-aliases.ts'

/** What a revocation would do, or the reason why there is nothing to do. */
export type SeenRevocation =
  | { ok: true; revocation: Revocation; images: readonly Seen[] }
  /** `isWaiting`: not yet, since many places are being read. */
  | { ok: false; message: Message; isWaiting?: true }

const UNREAD_KEPT = 50

/**
 * Looks at everything that a bad image affects: 1 the image 2 its copies and descendants, of many places by a message for each 3 the aliases
 * that name any of them, and the instances that run them. Its items come in the order in which they are carried out: aliases first.
 *
 * @param message what comes again once many places are read
 */
export const seeRevocation = async (
  needs: PlanNeeds,
  image: ImageRef,
  message: Waiting,
): Promise<SeenRevocation> => {
  // 1 the image
  let bad: Copy
  try {
    const found = await needs.images.describe(image.account, image.region, [image.imageId])
    const facts = found.get(image.imageId)
    if (!facts) return { ok: false, message: renderNothingToRevoke(image) }
    bad = { image, facts }
  } catch (error) {
    const why = errorName(error)
    return { ok: false, message: renderUnreachable('revoke', image, why) }
  }
  // 2 its copies and descendants
  const source = await askForReading(needs, { kind: 'fleet' }, placesIn(needs.config), message)
  if (source.kind === 'waiting') return { ok: false, message: renderReading(source.places), isWaiting: true }
  const everywhere =
    source.kind === 'few' ? askEverywhere(needs, bad) : await readEverywhere(needs, source.reading, bad)
  const related = await everywhere.related()
  // 3 aliases and instances
  const ids = new Set(related.images.map(one => idInRegion(one.image)))
  const [returned, running] = await allOf([returnAliases(needs, everywhere, related), everywhere.owners(ids)])
  const toDisable = related.images.flatMap(one => {
    const facts = related.found.get(imageKey(one.image))?.facts
    return facts?.state === 'available' ? [ofFacts(one.image, facts)] : []
  })
  return {
    ok: true,
    images: [...returned.assignments, ...toDisable],
    revocation: {
      image,
      ...(bad.facts.name !== undefined && { name: bad.facts.name }),
      images: related.images,
      stranded: returned.stranded,
      owners: running.owners,
      unread: [...related.unread, ...returned.unread, ...running.unread].slice(0, UNREAD_KEPT),
    },
  }
}

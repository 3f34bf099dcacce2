import type { Message } from '../../../blocks/message.ts'
import { renderNoRetirementToUndo } from '../../../blocks/retire-notes.ts'
import type { AskOf } from '../../domain/ask.ts'
import type { Config } from '../../domain/config.ts'
import { dateFault } from '../../domain/decide-retirement.ts'
import { familyOfRecord } from '../../domain/failures.ts'
import { familyOf } from '../../domain/family.ts'
import { imageKey } from '../../domain/image.ts'
import type { Proposal } from '../../domain/proposal.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { isDeprecated, type Successor } from '../../domain/retirement.ts'
import type { Clock, Images, Log } from '../../ports.ts'
import { createFamilyImages } from '../steps/family-images.ts'
import type { RevokedNeeds } from '../steps/read-revoked.ts'

interface Needs extends RevokedNeeds {
  images: Pick<Images, 'search'>
  config: Config
  clock: Clock
  log: Log
}

type Beginning = Pick<Proposal, 'retirement' | 'successors' | 'undoes'>

/** Slack takes 100 options in a select, and one is "No successor". */
const MOST_OFFERED = 99

/** What the form of Retire… shows first: the images that could be its successor; for an undo, the date and successor that it restores. */
export const beginRetirement = async (
  needs: Needs,
  { undo }: AskOf<'propose'>,
  record: ImageRecord,
): Promise<Beginning | { refusal: Message }> => {
  if (!undo) return { successors: await readSuccessors(needs, record) }
  const { request, facts } = record
  const isDone = request?.action === 'retire' && request.state === 'confirmed'
  const { previousRetirement: retirement } = request ?? {}
  if (!isDone || !retirement) return { refusal: renderNoRetirementToUndo(record) }
  const { deprecateAtMs } = retirement
  const fault =
    deprecateAtMs === undefined ? undefined : dateFault(deprecateAtMs, facts ?? {}, needs.clock.nowMs())
  return fault === undefined
    ? { retirement, undoes: request.key }
    : { refusal: renderNoRetirementToUndo(record, deprecateAtMs) }
}

/** Available images of the family in the same account and region, the newest first. Without them the form offers no successor. */
const readSuccessors = async (needs: Needs, record: ImageRecord): Promise<readonly Successor[]> => {
  const { config, clock, log } = needs
  const family = familyOfRecord(record, config)
  if (!family) return []
  try {
    return (await createFamilyImages(needs)(family))
      .filter(
        ({ image, facts }) =>
          image.imageId !== record.imageId &&
          facts.state === 'available' &&
          !isDeprecated(facts, clock.nowMs()) &&
          familyOf(facts, config) === family.family,
      )
      .sort((a, b) => (b.facts.createdAtMs ?? 0) - (a.facts.createdAtMs ?? 0))
      .slice(0, MOST_OFFERED)
      .flatMap(({ image: { imageId }, facts: { name } }) => (name === undefined ? [] : [{ imageId, name }]))
  } catch (error) {
    log.warn('The images of a family could not be listed; the form offers no successor.', {
      image: imageKey(record),
      why: String(error),
    })
    return []
  }
}

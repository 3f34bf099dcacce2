import { renderFilterFault } from '../../../blocks/filter-fault.ts'
import { listTitle } from '../../../blocks/image-list.ts'
import type { Message } from '../../../blocks/message.ts'
import { renderNote } from '../../../blocks/note.ts'
import { renderReading } from '../../../blocks/reading.ts'
import { renderAllTaken, renderSuggestionOver } from '../../../blocks/suggestion-answers.ts'
import { escapeText } from '../../../blocks/text.ts'
import { countWords } from '../../../blocks/words.ts'
import type { Action } from '../../domain/actions.ts'
import type { Selection } from '../../domain/ask.ts'
import { slashCommandOf } from '../../domain/command.ts'
import { newestFirst as newestLineFirst } from '../../domain/digest-line.ts'
import { imageKey } from '../../domain/image.ts'
import type { ListedImage } from '../../domain/list-filter.ts'
import { createListing } from '../../domain/listing.ts'
import { imagesLeft, listedOf } from '../../domain/suggestion.ts'
import type { Digests, Suggestions } from '../../ports.ts'
import { completeLines } from '../digest/complete-lines.ts'
import { readLines } from '../digest/list-digest.ts'
import { type FindListedNeeds, openList, readNewest } from '../lists/find-listed.ts'
import { completeGone } from '../lists/read-gone.ts'
import type { Waiting } from '../readings/ask-for-reading.ts'

interface Needs extends FindListedNeeds {
  ledger: FindListedNeeds['ledger'] & Digests & Pick<Suggestions, 'readSuggestion'>
}

/** The images that somebody may select from, in the order of their list. */
export type ReadSelection =
  /** `action`: the only one that they are offered for. */
  | { ok: true; title: string; total: number; images: readonly ListedImage[]; action?: Action }
  | { ok: false; message: Message }

/**
 * The images that the list, the digest or the suggestion holds now.
 *
 * @param message the message that is answered: it comes again if many places are read first
 * @param most the most images of a list, the newest first
 */
export const readSelection = async (
  needs: Needs,
  message: Waiting,
  from: Selection,
  most: number,
): Promise<ReadSelection> => {
  if (from.kind === 'digest') return readDigest(needs, from)
  if (from.kind === 'suggestion') return readSuggested(needs, from.id)
  const { verb, filters } = from
  const opened = await openList(needs, message, verb, filters)
  if (opened.kind === 'fault')
    return {
      ok: false,
      message: renderFilterFault(slashCommandOf(needs.config), verb, filters, opened.fault),
    }
  if (opened.kind === 'waiting') return { ok: false, message: renderReading(opened.places) }
  const { total, images } = await readNewest(needs, opened, most)
  return { ok: true, title: listTitle(verb, total, { filters }).mrkdwn, total, images }
}

/** The images of a digest, each once: the last event counts. */
const readDigest = async (
  needs: Needs,
  { digest, burst }: Extract<Selection, { kind: 'digest' }>,
): Promise<ReadSelection> => {
  const { ledger, config, log } = needs
  const known = (await ledger.readDigests([digest])).get(digest)
  const lines = known ? await readLines(needs, { ...known, burst }) : []
  if (lines.length === 0)
    return { ok: false, message: renderNote('🔍', 'The list of this digest is no longer kept.') }
  const listing = createListing(config)
  const images = new Map<string, ListedImage>()
  const completed = await completeLines(needs, lines).catch(error => {
    log.warn('Images of a digest are selected without what EC2 would add.', { digest, why: String(error) })
    return lines
  })
  for (const line of [...completed].sort(newestLineFirst)) {
    const { account, region, imageId, state, name, createdAtMs, sizeGiB, recycledUntilMs, atMs } = line
    const key = imageKey(line)
    if (images.has(key)) continue
    const facts = {
      ...(name !== undefined && { name }),
      ...(createdAtMs !== undefined && { createdAtMs }),
      ...(sizeGiB !== undefined && { sizeGiB }),
      tags: {},
    }
    images.set(key, {
      ...listing.ofScan({ account, region, imageId }, state, facts),
      ...(state === 'deregistered' && { goneAtMs: atMs }),
      ...(recycledUntilMs !== undefined && { recycledUntilMs }),
    })
  }
  const title = `*${countWords(images.size, 'image')} of the digest*`
  const listed = await completeGone(needs, [...images.values()])
  return { ok: true, title, total: listed.length, images: listed }
}

/** The images of a suggestion that are in no plan yet. */
const readSuggested = async ({ ledger, clock }: Needs, id: string): Promise<ReadSelection> => {
  const suggestion = await ledger.readSuggestion(id)
  if (suggestion?.state !== 'open' || clock.nowMs() >= suggestion.untilMs)
    return { ok: false, message: renderSuggestionOver(suggestion) }
  const left = imagesLeft(suggestion)
  if (left.length === 0) return { ok: false, message: renderAllTaken() }
  const title = `*${countWords(left.length, 'suggested image')}* · ${escapeText(suggestion.title, 150)}`
  return { ok: true, title, total: left.length, images: left.map(listedOf), action: suggestion.action }
}

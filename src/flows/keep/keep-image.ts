import { renderKeepFault, renderKeepWhich, renderKept } from '../../../blocks/keep-answers.ts'
import { renderTooLateToAnswer } from '../../../blocks/not-taken.ts'
import type { AskOf } from '../../domain/ask.ts'
import { verbAndRest } from '../../domain/command-words.ts'
import { parseKeep } from '../../domain/keep-until.ts'
import { GOOD_FOR_MS } from '../../domain/request-timing.ts'
import { nameOf, type UnderstandNeeds, understand } from '../answer/understand.ts'
import { change } from '../change.ts'
import type { PerformNeeds } from '../needs.ts'
import { sayPrivately } from '../steps/reply.ts'

type Needs = PerformNeeds & UnderstandNeeds

export const isTypedKeep = ({ text }: AskOf<'command'>): boolean => verbAndRest(text)?.verb === 'keep'

/**
 * Keeps an image from being cleaned up, or ends that: 1 read until when 2 find the image 3 change its tag by an ordinary request. The
 * ledger saves it once a look shows the tag.
 */
export const keepImage = async (needs: Needs, ask: AskOf<'command'>): Promise<void> => {
  const { clock } = needs
  const name = nameOf(ask)
  if (clock.nowMs() - ask.askedAtMs > GOOD_FOR_MS)
    return sayPrivately(needs, ask, renderTooLateToAnswer(ask.text))
  // 1 read until when
  const typed = parseKeep(verbAndRest(ask.text)?.rest ?? '', clock.nowMs())
  if (!typed.ok) return sayPrivately(needs, ask, renderKeepFault(name, typed.why))
  // 2 find the image
  const understood = await understand(needs, { ...ask, text: `status ${typed.image}` }, ask)
  if (understood.kind === 'explanation') return sayPrivately(needs, ask, understood.message)
  const found = understood.kind === 'images' ? understood.found : []
  const [only] = found
  if (!only || found.length > 1)
    return sayPrivately(
      needs,
      ask,
      renderKeepWhich(
        name,
        found.map(({ image }) => image),
        typed.until,
      ),
    )
  // 3 change its tag
  const { key, person, place, workspaceId, appId, askedAtMs } = ask
  const request = await change(needs, {
    key,
    action: 'keep',
    image: only.image,
    person,
    place,
    workspaceId,
    appId,
    askedAtMs,
    options: { keepUntil: typed.until },
  })
  // A refusal, and a question to a second person, are answered already.
  if (request)
    await sayPrivately(
      needs,
      ask,
      renderKept(request, only.facts.name, typed.isEnd ? undefined : typed.until),
    )
}

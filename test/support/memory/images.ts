import { ACTION_RULES, type Action } from '../../../src/domain/actions.ts'
import { isMatch } from '../../../src/domain/glob.ts'
import { type ImageFacts, type ImageRef, imageKey, parseImageKey } from '../../../src/domain/image.ts'
import type { ChangeAnswer, Images } from '../../../src/ports.ts'

export interface MemoryImages extends Images {
  put(image: ImageRef, facts: ImageFacts): void
  stateOf(image: ImageRef): string
  /** Every change that was really carried out, in order. */
  readonly changed: readonly string[]
  /** The next real change is answered so, before or after it took effect. */
  answerNext(answer: ChangeAnswer, afterEffect?: boolean): void
}

/** EC2 in memory: knows states, not rights. It sends no events; a test puts them where it wants them. */
export const createMemoryImages = (): MemoryImages => {
  const images = new Map<string, ImageFacts>()
  const changed: string[] = []
  let next: { answer: ChangeAnswer; afterEffect: boolean } | undefined
  let requests = 0

  const inPlace = (account: string, region: string) =>
    [...images].flatMap(([key, facts]) => {
      const image = parseImageKey(key)
      return image && image.account === account && image.region === region ? [{ image, facts }] : []
    })

  const refusal = (image: ImageRef): ChangeAnswer | undefined =>
    images.has(imageKey(image))
      ? undefined
      : {
          kind: 'refused',
          code: 'InvalidAMIID.NotFound',
          message: `The image id '[${image.imageId}]' does not exist`,
        }

  const effect = (action: Action, image: ImageRef): void => {
    const key = imageKey(image)
    const facts = images.get(key)
    changed.push(`${ACTION_RULES[action].call} ${image.imageId}`)
    if (action === 'deregister') images.delete(key)
    else if (facts) images.set(key, { ...facts, state: ACTION_RULES[action].becomes })
  }

  return {
    changed,
    put: (image, facts) => void images.set(imageKey(image), facts),
    stateOf: image => images.get(imageKey(image))?.state ?? 'deregistered',
    answerNext(answer, afterEffect = false) {
      next = { answer, afterEffect }
    },
    async describe(account, region, imageIds) {
      const known = inPlace(account, region).filter(({ image }) => imageIds.includes(image.imageId))
      return new Map(known.map(({ image, facts }) => [image.imageId, facts]))
    },
    search: async (account, region, name) =>
      inPlace(account, region).filter(({ facts }) => facts.name !== undefined && isMatch(name, facts.name)),
    async *list(account, region) {
      yield inPlace(account, region)
    },
    rehearse: async (_action, image) =>
      refusal(image) ?? { kind: 'accepted', requestId: `dry-${++requests}` },
    async change(action, image) {
      const answer = next
      next = undefined
      const refused = refusal(image)
      if (refused) return refused
      if (answer && !answer.afterEffect) return answer.answer
      effect(action, image)
      return answer?.answer ?? { kind: 'accepted', requestId: `real-${++requests}` }
    },
  }
}

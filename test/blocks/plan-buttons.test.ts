import { planButtons } from '../../blocks/plan-buttons.ts'
import type { Plan } from '../../src/domain/plan.ts'
import type { RevokedImage } from '../../src/domain/revocation.ts'
import { IMAGE, MARIA } from '../domain/given.ts'

const related = (relation: RevokedImage['relation'], number: number): RevokedImage => ({
  image: { ...IMAGE, imageId: `ami-${number}` },
  relation,
})

/** The question before a revocation of three images is approved. */
const questionOf = (special: Partial<Plan>, instances: number): string => {
  const plan = {
    id: 'p',
    version: 1,
    action: 'revoke',
    state: 'waiting',
    person: MARIA,
    images: 4,
    facts: { inUse: 0, unknown: 0 },
    approval: {},
    revocation: {
      image: IMAGE,
      name: 'web-7',
      images: [related('bad', 1), related('copy', 2), related('descendant', 3)],
      stranded: [],
      owners: instances === 0 ? [] : [{ owner: 'payments', instances }, { instances: 1 }],
      unread: [],
    },
    ...special,
  } as unknown as Plan
  const texts = planButtons(plan, [])
    .flatMap(({ blocks }) => blocks)
    .flatMap(block => (block.type === 'actions' ? block.elements : []))
    .flatMap(element => ('confirm' in element ? (element.confirm?.text?.text ?? []) : []))
  return texts[0] ?? 'none'
}

test.each<[string, Partial<Plan>, number, string]>([
  [
    'a revocation',
    {},
    3,
    'Takes out of use: the image itself, 1 copy, 1 descendant.\nNot affected: 4 running instances.',
  ],
  ['one that no instance runs', {}, 0, 'Takes out of use: the image itself, 1 copy, 1 descendant.'],
  ['its undo', { undoes: 'q' }, 3, 'Takes back into use: the image itself, 1 copy, 1 descendant.'],
])('the question before %s is approved says what its title does not', (_, special, instances, text) => {
  expect(questionOf(special, instances)).toBe(text)
})

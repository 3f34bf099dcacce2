import type { Impact } from '../../src/domain/impact.ts'
import { typedFault, typedForPlan, typedNumber } from '../../src/domain/plan-confirmation.ts'
import { impactOfLists, planFactsOf, type SeenImage } from '../../src/domain/plan-facts.ts'
import { NOBODY } from '../../src/domain/sharing.ts'

const ref = (number: number) => ({
  account: '123456789012',
  region: 'us-east-1',
  imageId: `ami-${String(number).padStart(17, '0')}`,
})
const unused: Partial<Impact> = {
  autoScaling: { known: true, value: [] },
  sharing: { known: true, value: NOBODY },
  retention: { known: true, value: { imageDays: 14, snapshotDays: 14 } },
}
const NOTHING = { known: true as const, value: [] }
const NOWHERE = { known: true as const, value: { asked: 1, running: [], unread: [] } }
const RUNS = { known: true as const, value: [{ kind: 'instance' as const, name: 'i-1' }] }
const seen = (
  number: number,
  more: Partial<Impact> = {},
  references: Impact['references'] = NOTHING,
): SeenImage => ({
  image: ref(number),
  state: 'available',
  name: `web-${number}`,
  sizeGiB: 8,
  impact: impactOfLists(references, NOWHERE, { ...unused, ...more }),
})
const asked = (
  images: readonly SeenImage[],
  action: 'disable' | 'deregister' | 'enable' = 'disable',
  options: { deleteSnapshots?: true } = {},
) => typedForPlan({ action, options, images: images.length, facts: planFactsOf(images) })
const DENIED = { known: false as const, why: 'AccessDenied' }
const PARTNER = { known: true as const, value: { ...NOBODY, accounts: ['210987654321'] } }

test('nothing of images that nobody uses, that nobody else may launch, and that can be restored', () => {
  expect(asked([seen(1), seen(2)])).toBeUndefined()
  expect(asked([seen(1), seen(2)], 'deregister')).toBeUndefined()
})

test.each<[string, SeenImage]>([
  ['in use', seen(2, {}, RUNS)],
  ['of which the uses are not known', seen(2, { autoScaling: DENIED })],
  ['shared', seen(2, { sharing: PARTNER })],
  ['of which the launch permissions are not known', seen(2, { sharing: DENIED })],
])('the number of all images where one is %s', (_what, one) => {
  expect(asked([seen(1), one, seen(3)])).toEqual({ number: 3 })
  // Nothing is taken away.
  expect(asked([seen(1), one, seen(3)], 'enable')).toBeUndefined()
})

test.each<[string, Partial<Impact>]>([
  ['no rule keeps it', { retention: { known: true, value: {} } }],
  ['the rules could not be read', { retention: DENIED }],
])('what could not be restored, where it is deregistered: %s', (_what, more) => {
  expect(asked([seen(1), seen(2, more)], 'deregister')).toEqual({ number: 2 })
  expect(asked([seen(1), seen(2, more)])).toBeUndefined()
  expect(asked([seen(1, more), seen(2, more)], 'deregister')).toEqual({ number: 2 })
})

test('snapshots that nothing keeps count where they are deleted, too', () => {
  const images = [seen(1, { retention: { known: true, value: { imageDays: 14 } } }), seen(2)]
  expect(asked(images, 'deregister')).toBeUndefined()
  expect(asked(images, 'deregister', { deleteSnapshots: true })).toEqual({ number: 2 })
})

test('of one image its name, or its id where it has none', () => {
  expect(asked([seen(1, {}, RUNS)])).toEqual({ name: 'web-1' })
  const { name: _none, ...nameless } = seen(1, {}, RUNS)
  expect(asked([nameless])).toEqual({ name: ref(1).imageId })
})

test.each([
  ['1000', true],
  ['1,000', true],
  [' 1 000 ', true],
  ['1.000', true],
  ['100', false],
  ['', false],
  [undefined, false],
  ['all', false],
  ['-1000', false],
])('%j for 1,000 images: %s', (typed, isRight) => {
  expect(typedFault(typed, { number: 1_000 }) === undefined).toBe(isRight)
})

test('what is wrong says what to type', () => {
  expect(typedFault('3', { number: 12 })).toBe('Type the number of images: 12.')
  expect(typedFault('12', { name: 'web-12' })).toBe('This is not the image’s name. Type it again.')
  expect(typedFault(' web-12 ', { name: 'web-12' })).toBeUndefined()
  expect(typedNumber('12345678')).toBeUndefined()
})

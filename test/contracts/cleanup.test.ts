import type { ImageRef } from '../../src/domain/image.ts'
import type { Ledger } from '../../src/ports.ts'
import { bothLedgers } from '../support/ledgers.ts'

/** What the clean-up needs of the ledger: who keeps an image, when its owners were warned, and which images are revoked. */

const NOW = Date.UTC(2026, 0, 15, 12)
const DAY = 24 * 3_600_000
let count = 0
const nextImage = (): ImageRef => ({
  account: '123456789012',
  region: 'us-east-1',
  imageId: `ami-c1ea${String(++count).padStart(13, '0')}`,
})
const keyOf = ({ account, region, imageId }: ImageRef): string => `${account}/${region}/${imageId}`

describe.each(bothLedgers())('the clean-up %s', (_name, open) => {
  let ledger: Ledger
  beforeAll(() => {
    ledger = open()
  })

  test('images that were revoked at some time, each once', async () => {
    const [one, other] = [nextImage(), nextImage()]
    await ledger.addRevoked([one, other])
    await ledger.addRevoked([one])
    await ledger.addRevoked([])
    const ours = (await ledger.readOnceRevoked()).filter(image =>
      [one, other].some(({ imageId }) => imageId === image.imageId),
    )
    expect(ours.map(keyOf).sort()).toEqual([one, other].map(keyOf).sort())
  })

  test('an image is kept until then; the last word counts', async () => {
    const [kept, ended, over] = [nextImage(), nextImage(), nextImage()]
    const by = { userId: 'U0MARIA', name: 'maria', workspaceId: 'T0SANDBOX' }
    const keepOf = (image: ImageRef, untilMs: number) => ({ image, untilMs, by, atMs: NOW })
    await ledger.saveKeep(keepOf(kept, NOW + DAY))
    await ledger.saveKeep(keepOf(kept, NOW + 2 * DAY))
    await ledger.saveKeep(keepOf(ended, NOW + DAY))
    await ledger.saveKeep(keepOf(ended, NOW - 1))
    await ledger.saveKeep(keepOf(over, NOW))
    const mine = new Set([kept, ended, over].map(keyOf))
    const found = (await ledger.readKeeps(NOW)).filter(({ image }) => mine.has(keyOf(image)))
    expect(found).toEqual([keepOf(kept, NOW + 2 * DAY)])
  })

  test('owners were warned then; of an image without a warning nothing is said', async () => {
    const [first, second, none] = [nextImage(), nextImage(), nextImage()]
    await ledger.saveWarned([first, second], NOW)
    await ledger.saveWarned([second], NOW + DAY)
    expect(await ledger.readWarned([first, second, none])).toEqual(
      new Map([
        [keyOf(first), NOW],
        [keyOf(second), NOW + DAY],
      ]),
    )
    await ledger.saveWarned([], NOW)
    expect(await ledger.readWarned([])).toEqual(new Map())
  })
})

import type { ImageFacts } from '../../../src/domain/image.ts'
import { lookWithImpact } from '../../../src/flows/steps/gather.ts'
import { createMemoryWorld, IMAGE } from '../../support/memory/world.ts'

const FACTS: ImageFacts = {
  state: 'available',
  name: 'web-1',
  tags: { keep: 'yes', team: 'web' },
  snapshots: [{ snapshotId: 'snap-1', sizeGiB: 8, encrypted: false }],
}

const looksFor = async (known: ImageFacts): Promise<number> => {
  const world = createMemoryWorld()
  world.images.put(IMAGE, FACTS)
  const { looked } = await lookWithImpact(world.needs, IMAGE, known)
  expect(looked).toMatchObject({ ok: true, record: { facts: FACTS } })
  return world.uses.looks()
}

describe('an image and its impact are looked up at the same time', () => {
  test('once, where the facts are what they were, in whatever order a store gives them back', async () => {
    const stored = {
      ...FACTS,
      tags: { team: 'web', keep: 'yes' },
      snapshots: [{ encrypted: false, sizeGiB: 8, snapshotId: 'snap-1' }],
    }
    expect(await looksFor(stored)).toBe(1)
    expect(await looksFor({ ...FACTS, name: 'another', state: 'disabled' })).toBe(1)
  })

  test.each<Partial<ImageFacts>>([{ tags: { team: 'web' } }, { public: true }, { snapshots: [] }])(
    'twice, where a part was looked up with something else: %j',
    async before => {
      expect(await looksFor({ ...FACTS, ...before })).toBe(2)
    },
  )

  test('the impact is that of the facts as they are now', async () => {
    const world = createMemoryWorld()
    world.images.put(IMAGE, FACTS)
    const asked: unknown[] = []
    const uses = {
      look: (...of: Parameters<typeof world.uses.look>) => {
        asked.push(of[1].tags)
        if (asked.length === 2) world.uses.set('retention', { known: true, value: { imageDays: 7 } })
        return world.uses.look(...of)
      },
    }
    const { impact } = await lookWithImpact({ ...world.needs, uses }, IMAGE, { ...FACTS, tags: {} })
    expect(asked).toEqual([{}, FACTS.tags])
    expect(impact.retention).toEqual({ known: true, value: { imageDays: 7 } })
  })
})

import type { ImageRef } from '../../src/domain/image.ts'
import type { Images } from '../../src/ports.ts'
import { connectEdges } from '../support/edges.ts'
import { createMemoryImages } from '../support/memory/images.ts'
import { addRecycleBinRules, KEPT } from '../support/proposals.ts'
import { changeIn, rehearseIn } from '../support/sessions.ts'
import { startBareWorld, type TestWorld } from '../support/world.ts'

/** One suite for EC2 in memory and for the real client on the sandbox's EC2. */

interface Stage {
  images: Images
  /** Makes an image and gives its reference. */
  make(name: string, state?: 'available' | 'disabled'): Promise<ImageRef>
}

let world: TestWorld
beforeAll(async () => {
  world = await startBareWorld()
})
afterAll(() => world.close())

const PLACE = { account: '123456789012', region: 'us-east-1' }
const ABSENT: ImageRef = { ...PLACE, imageId: 'ami-0fffffffffffffff1' }
let count = 0

const inMemory = (): Stage => {
  const images = createMemoryImages()
  return {
    images,
    async make(name, state = 'available') {
      const image = { ...PLACE, imageId: `ami-${String(++count).padStart(17, '0')}` }
      images.put(image, { state, name, tags: {}, snapshots: [] })
      return image
    },
  }
}
const inSandbox = (): Stage => ({
  images: connectEdges(world.sandbox, { nowMs: () => Date.now() }).images,
  async make(name, state = 'available') {
    const { imageId } = await world.image({ name, state })
    return { ...PLACE, imageId }
  },
})

describe.each([
  ['in memory', inMemory],
  ['behind the real client', inSandbox],
])('EC2 %s', (_name, open) => {
  let stage: Stage
  beforeAll(() => {
    stage = open()
  })
  const stateOf = async ({ account, region, imageId }: ImageRef): Promise<string | undefined> =>
    (await stage.images.describe(account, region, [imageId])).get(imageId)?.state

  describe('looks', () => {
    test('an account that the credentials do not belong to has no images: not by id, by name or in the list', async () => {
      const { region, imageId } = await stage.make('look-own')
      const other = '999999999999'
      expect([...(await stage.images.describe(other, region, [imageId]))]).toEqual([])
      expect(await stage.images.search(other, region, 'look-own')).toEqual([])
      expect((await stage.images.listPage(other, region)).images).toEqual([])
    })

    test('the images that EC2 knows, disabled ones too, and no word of the others', async () => {
      const [shown, hidden] = [await stage.make('look-a'), await stage.make('look-b', 'disabled')]
      const found = await stage.images.describe(PLACE.account, PLACE.region, [
        shown.imageId,
        ABSENT.imageId,
        hidden.imageId,
      ])
      expect([...found.keys()].sort()).toEqual([shown.imageId, hidden.imageId].sort())
      expect(found.get(hidden.imageId)).toMatchObject({ state: 'disabled', name: 'look-b' })
    })

    test('none of them', async () => {
      const { account, region } = PLACE
      expect((await stage.images.describe(account, region, [ABSENT.imageId])).size).toBe(0)
      expect((await stage.images.describe(account, region, [])).size).toBe(0)
    })

    test('another region and another account know nothing of it', async () => {
      const { imageId } = await stage.make('look-c')
      expect((await stage.images.describe(PLACE.account, 'eu-west-1', [imageId])).size).toBe(0)
      expect((await stage.images.describe('999999999999', PLACE.region, [imageId])).size).toBe(0)
    })

    test('by name, whole or with * and ?', async () => {
      const [one, two] = [await stage.make('find-me-1'), await stage.make('find-me-2', 'disabled')]
      const names = async (name: string) =>
        (await stage.images.search(PLACE.account, PLACE.region, name))
          .map(found => found.image.imageId)
          .sort()
      expect(await names('find-me-1')).toEqual([one.imageId])
      expect(await names('find-me-?')).toEqual([one.imageId, two.imageId].sort())
      expect(await names('*nd-me*')).toHaveLength(2)
      expect(await names('find')).toEqual([])
    })

    test('all of them, page by page', async () => {
      const disabled = await stage.make('list-me', 'disabled')
      const listed: string[] = []
      for (let from: string | undefined, more = true; more; more = from !== undefined) {
        const page = await stage.images.listPage(PLACE.account, PLACE.region, from)
        listed.push(...page.images.map(found => found.image.imageId))
        from = page.next
      }
      expect(listed).toContain(disabled.imageId)
      expect(new Set(listed).size).toBe(listed.length)
    })
  })

  describe('changes', () => {
    test.each([
      ['DisableImage', 'available', 'disabled'],
      ['EnableImage', 'disabled', 'available'],
    ] as const)('%s', async (call, from, to) => {
      const image = await stage.make(`change-${call}`, from)
      const answer = await changeIn(stage.images, { call, image })
      expect(answer).toEqual({ kind: 'accepted', requestId: expect.stringMatching(/.+/) })
      expect(await stateOf(image)).toBe(to)
    })

    test('deregister: EC2 no longer knows it', async () => {
      const image = await stage.make('change-deregister')
      expect(
        (await changeIn(stage.images, { call: 'DeregisterImage', image, deleteSnapshots: false })).kind,
      ).toBe('accepted')
      expect(await stateOf(image)).toBeUndefined()
      expect(
        await changeIn(stage.images, { call: 'DeregisterImage', image, deleteSnapshots: false }),
      ).toMatchObject({ kind: 'refused' })
    })

    test('a rehearsal says yes and changes nothing', async () => {
      const image = await stage.make('rehearsed')
      expect(
        (await rehearseIn(stage.images, { call: 'DeregisterImage', image, deleteSnapshots: false })).kind,
      ).toBe('accepted')
      expect(await stateOf(image)).toBe('available')
    })

    test.each(['rehearse', 'change'] as const)('%s an image that is not there', async how => {
      expect(
        await (how === 'change' ? changeIn : rehearseIn)(stage.images, {
          call: 'DisableImage',
          image: ABSENT,
        }),
      ).toMatchObject({
        kind: 'refused',
        code: 'InvalidAMIID.NotFound',
        message: expect.stringContaining(ABSENT.imageId),
      })
    })
  })
})

describe('the real client alone: what goes wrong on the way', () => {
  let images: Images
  beforeAll(() => {
    images = inSandbox().images
  })
  afterEach(() => world.sandbox.faults.clear())

  test('a look is tried again when EC2 is busy', async () => {
    const { imageId } = await inSandbox().make('busy')
    world.fault({ service: 'ec2', call: 'DescribeImages', error: 'RequestLimitExceeded', times: 2 })
    expect((await images.describe(PLACE.account, PLACE.region, [imageId])).size).toBe(1)
  })

  test('a change is never tried again', async () => {
    const image = await inSandbox().make('once')
    world.fault({ service: 'ec2', call: 'DisableImage', error: 'RequestLimitExceeded' })
    expect(await changeIn(images, { call: 'DisableImage', image })).toMatchObject({
      kind: 'refused',
      code: 'RequestLimitExceeded',
    })
    expect(world.changes(image.imageId)).toHaveLength(1)
  })

  test('no answer: unknown, for it may have happened', async () => {
    const image = await inSandbox().make('cut')
    world.fault({ service: 'ec2', call: 'DisableImage', drop: true })
    expect(await changeIn(images, { call: 'DisableImage', image })).toEqual({
      kind: 'unknown',
      reason: expect.stringMatching(/Error|^E[A-Z]+$/),
    })
    expect(world.changes(image.imageId)).toHaveLength(1)
  })

  test("EC2's own trouble after a real call is unknown too, after a rehearsal it is a refusal", async () => {
    const image = await inSandbox().make('trouble')
    world.fault({ service: 'ec2', call: 'DisableImage', error: 'InternalError', times: 2 })
    expect((await rehearseIn(images, { call: 'DisableImage', image })).kind).toBe('refused')
    expect(await changeIn(images, { call: 'DisableImage', image })).toEqual({
      kind: 'unknown',
      reason: 'InternalError',
      requestId: expect.any(String),
    })
  })

  test.each([
    ['deleted, and kept by no rule', true, false, 'lostIds'],
    ['deleted, and kept by a rule', true, true, 'snapshotIds'],
    ['not deleted', false, false, undefined],
  ] as const)(
    'what the Recycle Bin keeps of an image whose snapshots were %s',
    async (_what, deleteSnapshots, isKept, where) => {
      addRecycleBinRules(world)
      const { imageId } = await world.image({ tags: KEPT })
      const image = { ...PLACE, imageId }
      const [{ snapshotId } = { snapshotId: '' }] =
        (await images.describe(PLACE.account, PLACE.region, [imageId])).get(imageId)?.snapshots ?? []
      const stored = world.sandbox.ec2.fleet.snapshots.find(
        ({ snapshot }) => snapshot.SnapshotId === snapshotId,
      )
      if (stored && isKept) stored.snapshot.Tags = [{ Key: 'Environment', Value: 'production' }]
      await changeIn(images, { call: 'DeregisterImage', image, deleteSnapshots })
      expect(await images.recycled(image, [snapshotId])).toEqual({
        untilMs: expect.any(Number),
        snapshotIds: [],
        lostIds: [],
        name: expect.any(String),
        ...(where && { [where]: [snapshotId] }),
      })
      expect(await images.recycleBin(PLACE.account, PLACE.region)).toContainEqual(
        expect.objectContaining({ imageId, name: expect.any(String), untilMs: expect.any(Number) }),
      )
      expect(await images.recycleBin(PLACE.account, 'eu-west-1')).toEqual([])
    },
  )

  test('it can be restored until the first of image and snapshots leaves the Recycle Bin', async () => {
    addRecycleBinRules(world)
    const { imageId } = await world.image({ tags: KEPT })
    const image = { ...PLACE, imageId }
    const [{ snapshotId } = { snapshotId: '' }] =
      (await images.describe(PLACE.account, PLACE.region, [imageId])).get(imageId)?.snapshots ?? []
    const stored = world.sandbox.ec2.fleet.snapshots.find(
      ({ snapshot }) => snapshot.SnapshotId === snapshotId,
    )
    if (!stored) throw new Error('Expected a snapshot.')
    stored.snapshot.Tags = [{ Key: 'Environment', Value: 'production' }]
    await changeIn(images, { call: 'DeregisterImage', image, deleteSnapshots: true })
    const aDayLater = Math.floor(Date.now() / 1_000) * 1_000 + 24 * 60 * 60_000
    if (stored.recycled) stored.recycled.exitsAtMs = aDayLater
    expect(await images.recycled(image, [snapshotId])).toEqual({
      untilMs: aDayLater,
      snapshotIds: [snapshotId],
      lostIds: [],
      name: expect.any(String),
    })
  })

  test('snapshots in the Recycle Bin that nobody knew are found by what EC2 says of them', async () => {
    addRecycleBinRules(world)
    const { imageId } = await world.image({ tags: KEPT })
    const image = { ...PLACE, imageId }
    const { snapshots } = world.sandbox.ec2.fleet
    const [own] = snapshots.filter(({ snapshot }) => snapshot.Description?.includes(imageId))
    if (!own) throw new Error('Expected a snapshot.')
    own.snapshot.Tags = [{ Key: 'Environment', Value: 'production' }]
    await changeIn(images, { call: 'DeregisterImage', image, deleteSnapshots: true })
    const describedAs = (id: string, Description: string) =>
      snapshots.push({ ...own, snapshot: { ...own.snapshot, SnapshotId: id, Description } })
    describedAs(
      'snap-0c0b1',
      `Copied for DestinationAmi ${imageId} from SourceAmi ami-0d for SourceSnapshot snap-0e.`,
    )
    // A copy of the image has snapshots of its own.
    describedAs(
      'snap-0c0b2',
      `Copied for DestinationAmi ami-0d from SourceAmi ${imageId} for SourceSnapshot snap-0e.`,
    )
    describedAs('snap-0c0b3', `Created by CreateImage(i-0a) for ${imageId}0`)
    const found = await images.recycled(image, [])
    expect([...(found?.snapshotIds ?? [])].sort()).toEqual([own.snapshot.SnapshotId, 'snap-0c0b1'].sort())
    for (const id of ['snap-0c0b1', 'snap-0c0b2', 'snap-0c0b3'])
      snapshots.splice(
        snapshots.findIndex(({ snapshot }) => snapshot.SnapshotId === id),
        1,
      )
  })

  test('images whose id begins so', async () => {
    const { imageId } = await inSandbox().make('look-by-id')
    const found = await images.search(PLACE.account, PLACE.region, `${imageId.slice(0, 14)}*`, 'image-id')
    expect(found.map(({ image }) => image.imageId)).toContain(imageId)
    expect(await images.search(PLACE.account, PLACE.region, 'ami-f0f0f0f0*', 'image-id')).toEqual([])
  })

  test('one unknown id among many does not hide the others, however many', async () => {
    const made = await Promise.all(Array.from({ length: 3 }, (_, i) => inSandbox().make(`among-${i}`)))
    const unknown = Array.from({ length: 250 }, (_, i) => `ami-0ffff${String(i).padStart(12, '0')}`)
    const ids = [made[0], made[1], made[2]].map(image => image?.imageId ?? '')
    const found = await images.describe(PLACE.account, PLACE.region, [
      ids[0] ?? '',
      ...unknown,
      ids[1] ?? '',
      ids[2] ?? '',
    ])
    expect([...found.keys()].sort()).toEqual(ids.sort())
  })

  test('EC2 refuses to be asked: an error, not an empty answer', async () => {
    world.fault({ service: 'ec2', call: 'DescribeImages', error: 'UnauthorizedOperation' })
    await expect(images.describe(PLACE.account, PLACE.region, [ABSENT.imageId])).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
    })
  })
})

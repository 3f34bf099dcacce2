import { DescribeImagesCommand, DescribeSnapshotsCommand } from '@aws-sdk/client-ec2'
import { createFleet } from '../../../../sandbox/aws/ec2/fleet.ts'
import { seedRandomFleet } from '../../../../sandbox/aws/ec2/seed/random-fleet.ts'
import { NOW_MS, startAws } from '../support.ts'

const make = (seed: number, images: number) => {
  const fleet = createFleet()
  return { fleet, summary: seedRandomFleet(fleet, { seed, images, nowMs: NOW_MS }) }
}

test('the same seed gives the same fleet, another one another', () => {
  expect(make(7, 300)).toEqual(make(7, 300))
  expect(make(8, 300).fleet.images[0]).not.toEqual(make(7, 300).fleet.images[0])
})

test.each([0, 1, 200, 10_000])('a fleet of %i images has just as many, no two alike', images => {
  const { fleet, summary } = make(1, images)
  expect(summary.images).toBe(images)
  expect(new Set(fleet.images.map(({ image }) => image.ImageId)).size).toBe(images)
  const names = fleet.images.map(({ account, region, image }) => `${account} ${region} ${image.Name}`)
  expect(new Set(names).size).toBe(images)
})

test('a fleet of 200 images has something of everything', () => {
  const { fleet, summary } = make(42, 200)
  expect(summary.regions.length).toBeGreaterThan(2)
  expect(summary.accounts[0]).toBe('123456789012')
  const states = new Set(fleet.images.map(({ image }) => image.State))
  expect([...states].sort()).toEqual(['available', 'disabled', 'failed'])
  expect(fleet.images.some(stored => stored.launchPermissions.length > 0)).toBe(true)
  expect(fleet.images.some(({ image }) => image.DeregistrationProtection?.startsWith('enabled'))).toBe(true)
  expect(fleet.instances.length).toBeGreaterThan(0)
  expect(fleet.groups.length).toBeGreaterThan(0)
})

test('whatever launches an image launches one that there is, and that its account may launch', () => {
  const { fleet } = make(42, 2_000)
  const available = new Map(
    fleet.images
      .filter(({ image }) => image.State === 'available')
      .map(({ image, account, region }) => [image.ImageId, `${account} ${region}`]),
  )
  for (const { instance, account, region } of fleet.instances) {
    expect(available.get(instance.ImageId)).toBe(`${account} ${region}`)
  }
  for (const { versions, account, region } of fleet.launchTemplates) {
    for (const { LaunchTemplateData } of versions) {
      expect(available.get(LaunchTemplateData?.ImageId ?? '')).toBe(`${account} ${region}`)
    }
  }
  for (const { group } of fleet.groups) {
    const named = ({ template }: (typeof fleet.launchTemplates)[number]) =>
      template.LaunchTemplateId === group.LaunchTemplate?.LaunchTemplateId
    expect(fleet.launchTemplates.some(named)).toBe(true)
  }
})

test('nothing was made or launched in the future, even just after midnight', () => {
  const fleet = createFleet()
  const nowMs = Date.parse('2026-11-23T00:00:01Z')
  seedRandomFleet(fleet, { seed: 5, images: 1_000, nowMs })
  const dates = fleet.images.flatMap(({ image }) => [image.CreationDate, image.LastLaunchedTime ?? []].flat())
  expect(dates.filter(date => Date.parse(date ?? '') > nowMs)).toEqual([])
})

test('a disabled or failed image is shared with nobody', () => {
  const { fleet } = make(3, 2_000)
  const idle = fleet.images.filter(({ image }) => image.State !== 'available')
  expect(idle.length).toBeGreaterThan(0)
  expect(idle.filter(stored => stored.launchPermissions.length > 0)).toEqual([])
})

test('ten thousand images are described page by page, each once', async () => {
  const aws = await startAws({ seed: false })
  try {
    seedRandomFleet(aws.ec2.fleet, { seed: 1, images: 10_000, nowMs: NOW_MS })
    const client = aws.ec2Client()
    const ids = new Set<string>()
    let NextToken: string | undefined
    do {
      const input = { Owners: ['self'], IncludeDisabled: true, MaxResults: 1_000, NextToken }
      const answer = await client.send(new DescribeImagesCommand(input))
      for (const { ImageId = '' } of answer.Images ?? []) ids.add(ImageId)
      NextToken = answer.NextToken
    } while (NextToken !== undefined)
    const own = aws.ec2.fleet.images.filter(
      ({ account, region }) => account === '123456789012' && region === 'us-east-1',
    )
    expect(ids).toEqual(new Set(own.map(({ image }) => image.ImageId)))
    const SnapshotIds = [own[0]?.image.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId ?? '']
    expect((await client.send(new DescribeSnapshotsCommand({ SnapshotIds }))).Snapshots).toHaveLength(1)
  } finally {
    await aws.close()
  }
})

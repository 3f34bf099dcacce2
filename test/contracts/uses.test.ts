import type { Fault } from '../../sandbox/kernel/faults.ts'
import { createAccountCredentials } from '../../src/aws/ec2/account-credentials.ts'
import { createAutoScalingClients } from '../../src/aws/ec2/auto-scaling-clients.ts'
import { createEc2Clients } from '../../src/aws/ec2/ec2-clients.ts'
import { createReadRecycleBinRules } from '../../src/aws/ec2/recycle-bin-rules.ts'
import { createUses } from '../../src/aws/ec2/uses/uses.ts'
import type { ImageFacts } from '../../src/domain/image.ts'
import { IMPACT_PARTS, type Impact, type ImpactPart } from '../../src/domain/impact.ts'
import { NOBODY } from '../../src/domain/sharing.ts'
import { gatherForPlan } from '../../src/flows/steps/gather-for-plan.ts'
import type { Uses } from '../../src/ports.ts'
import { connectEdges } from '../support/edges.ts'
import { createMemoryUses } from '../support/memory/uses.ts'
import { changeIn } from '../support/sessions.ts'
import { startBareWorld, type TestWorld } from '../support/world.ts'

/** What a change would break: the real look, over the seeded fleet of the sandbox. */

const PLACE = { account: '123456789012', region: 'us-east-1' }

let world: TestWorld
let edges: ReturnType<typeof connectEdges>
beforeEach(async () => {
  world = await startBareWorld({ fleet: 'demo' })
  edges = connectEdges(world.sandbox, { nowMs: () => Date.now() })
})
afterEach(() => world.close())

const fleet = () => world.sandbox.ec2.fleet

/** A seeded image by its name's beginning, the newest first. */
const seeded = (prefix: string, nth = 0): string => {
  const found = fleet()
    .images.filter(
      ({ account, region, image }) =>
        account === PLACE.account && region === PLACE.region && image.Name.startsWith(prefix),
    )
    .sort((a, b) => (b.image.CreationDate ?? '').localeCompare(a.image.CreationDate ?? ''))[nth]
  if (!found) throw new Error(`Expected a seeded image ${prefix}, number ${nth}.`)
  return found.image.ImageId
}

const all = async (uses: Uses, place: typeof PLACE, imageId: string, facts: ImageFacts): Promise<Impact> => {
  const pending = uses.look({ ...place, imageId }, facts)
  const found = await Promise.all(IMPACT_PARTS.map(async part => [part, await pending[part]] as const))
  return Object.fromEntries(found) as unknown as Impact
}

const look = async (imageId: string): Promise<Impact> => {
  const facts = (await edges.images.describe(PLACE.account, PLACE.region, [imageId])).get(imageId)
  if (!facts) throw new Error(`Expected ${imageId} to be known.`)
  return all(edges.uses, PLACE, imageId, facts)
}

/** The uses of a part, one line each. */
const lines = (impact: Impact, part: 'references' | 'instances' | 'launchTemplates' | 'autoScaling') => {
  const finding = impact[part]
  if (!finding.known) throw new Error(`${part}: ${finding.why}`)
  return finding.value.map(({ kind, name, detail }) => `${kind} ${name}${detail ? `: ${detail}` : ''}`).sort()
}

const fault = (wanted: Omit<Fault, 'times'>) => world.fault({ ...wanted, times: 20 })

describe('who uses an image', () => {
  test('that instances, the latest template version, a parameter, a recipe and an override name', async () => {
    const impact = await look(seeded('payments-base'))
    const instances = [
      expect.stringMatching(/^instance payments-api-1 \(i-\w+\): running$/),
      expect.stringMatching(/^instance payments-api-2 \(i-\w+\): running$/),
    ]
    expect(lines(impact, 'references')).toEqual([
      'image-recipe payments-service: version 2.0.1',
      ...instances,
      'launch-template payments-api: version 2, $Latest',
      'parameter /payments/base-image',
    ])
    expect(lines(impact, 'instances')).toEqual(instances)
    expect(lines(impact, 'launchTemplates')).toEqual(['launch-template payments-api: version 2, $Latest'])
    expect(lines(impact, 'autoScaling')).toEqual([
      'auto-scaling-group checkout-mixed: override for m7i.large',
      'auto-scaling-group payments-api: launch template payments-api, $Latest (version 2)',
    ])
  })

  test('that only the default version names, and a group without an instance', async () => {
    const impact = await look(seeded('payments-base', 5))
    expect(lines(impact, 'launchTemplates')).toEqual(['launch-template payments-api: version 1, $Default'])
    expect(lines(impact, 'autoScaling')).toEqual([
      'auto-scaling-group payments-batch: launch template payments-api, version 1',
    ])
  })

  test('that a parameter names, and a template by way of it', async () => {
    const impact = await look(seeded('eks-node-1.33'))
    expect(lines(impact, 'references')).toEqual([
      'container-recipe eks-build-agent: version 1.0.0',
      expect.stringMatching(/^instance eks-shared-node-1 /),
      'parameter /platform/eks-node/latest',
    ])
    expect(lines(impact, 'launchTemplates')).toEqual([
      'launch-template eks-workers: version 1, $Default and $Latest, from SSM parameter /platform/eks-node/latest',
    ])
    expect(lines(impact, 'autoScaling')).toEqual([
      'auto-scaling-group eks-workers: launch template eks-workers, $Default (version 1)',
    ])
  })

  test('that a launch configuration names, and a stopped instance', async () => {
    const impact = await look(seeded('bastion'))
    expect(lines(impact, 'autoScaling')).toEqual([
      'auto-scaling-group bastion: launch configuration bastion-2024',
      'launch-configuration bastion-2024',
    ])
    expect(lines(impact, 'instances')).toEqual([
      expect.stringMatching(/^instance bastion \(i-\w+\): stopped$/),
    ])
  })

  test('that a mixed group launches by its own template and by one of its overrides', async () => {
    const template = fleet().launchTemplates.find(
      stored => stored.template.LaunchTemplateName === 'checkout-api',
    )
    const imageId = template?.versions[0]?.LaunchTemplateData?.ImageId ?? ''
    expect(lines(await look(imageId), 'autoScaling')).toEqual([
      'auto-scaling-group checkout-mixed: launch template checkout-api, $Default (version 1); launch template checkout-api, version 1',
    ])
  })

  test('nobody: a terminated instance and a parameter of type text are no use', async () => {
    const impact = await look(seeded('search-indexer'))
    for (const part of ['references', 'instances', 'launchTemplates', 'autoScaling'] as const)
      expect(impact[part]).toEqual({ known: true, value: [] })
  })

  test('that a group pins in a version which is neither the default nor the latest', async () => {
    const unused = seeded('search-indexer')
    const template = fleet().launchTemplates.find(
      stored => stored.template.LaunchTemplateName === 'checkout-api',
    )
    const [version] = template?.versions ?? []
    if (!template || !version) throw new Error('Expected a template with a version.')
    template.versions.push(
      { ...version, VersionNumber: 2, DefaultVersion: false, LaunchTemplateData: { ImageId: unused } },
      { ...version, VersionNumber: 3, DefaultVersion: false },
    )
    expect(lines(await look(unused), 'autoScaling')).toEqual([])
    expect(lines(await look(unused), 'references')).toEqual(['launch-template checkout-api: version 2'])

    const [pinning] = fleet().groups.filter(({ group }) => group.AutoScalingGroupName === 'payments-batch')
    if (!pinning) throw new Error('Expected the group.')
    const { LaunchTemplateId } = template.template
    pinning.group.LaunchTemplate = { LaunchTemplateId, Version: '2' }
    expect(lines(await look(unused), 'autoScaling')).toEqual([
      'auto-scaling-group payments-batch: launch template checkout-api, version 2',
    ])
    // A version that is gone launches nothing.
    pinning.group.LaunchTemplate = { LaunchTemplateId: 'lt-0fffffffffffffff1', Version: '9' }
    expect(lines(await look(unused), 'autoScaling')).toEqual([])
  })

  test('on every page of groups and instances', async () => {
    const imageId = seeded('search-indexer')
    const [group] = fleet().groups
    const [instance] = fleet().instances
    if (!group || !instance) throw new Error('Expected a group and an instance.')
    fleet().launchConfigurations.push(
      ...(Array.from({ length: 120 }, (_, number) => ({
        ...PLACE,
        configuration: {
          LaunchConfigurationName: `old-${number}`,
          ImageId: imageId,
          InstanceType: 't3.micro',
          CreatedTime: new Date(0),
        },
      })) as never[]),
    )
    for (let number = 0; number < 1_001; number += 1) {
      const InstanceId = `i-${String(number).padStart(17, '0')}`
      fleet().instances.push({
        ...instance,
        instance: { ...instance.instance, InstanceId, ImageId: imageId, Tags: [] },
      })
    }
    const impact = await look(imageId)
    expect(lines(impact, 'autoScaling')).toHaveLength(120)
    expect(lines(impact, 'instances')).toHaveLength(1_001)
    expect(lines(impact, 'references')).toHaveLength(1_001)
  })
})

describe('an alias that cannot be resolved', () => {
  beforeEach(() => {
    fleet().parameters = fleet().parameters.filter(({ name }) => name !== '/platform/eks-node/latest')
  })

  test('leaves it open whether an image without other uses is in use', async () => {
    const { launchTemplates, autoScaling } = await look(seeded('search-indexer'))
    for (const finding of [launchTemplates, autoScaling])
      expect(finding).toEqual({
        known: false,
        why: expect.stringContaining('eks-workers may launch it: resolve:ssm:/platform/eks-node/latest'),
      })
  })

  test('is told beside the certain uses of another', async () => {
    expect(lines(await look(seeded('payments-base')), 'launchTemplates')).toEqual([
      'launch-template eks-workers: perhaps, resolve:ssm:/platform/eks-node/latest could not be resolved',
      'launch-template payments-api: version 2, $Latest',
    ])
  })
})

describe('who else', () => {
  test('may launch it: accounts, organisations, everybody', async () => {
    expect((await look(seeded('payments-base'))).sharing).toEqual({
      known: true,
      value: { ...NOBODY, accounts: ['345678901234', '210987654321'] },
    })
    const imageId = seeded('bastion')
    const arn = 'arn:aws:organizations::123456789012:organization/o-exampleorg'
    await changeIn(edges.images, {
      call: 'ModifyImageAttribute',
      image: { ...PLACE, imageId },
      share: { ...NOBODY, organizations: [arn], isPublic: true },
    })
    expect((await look(imageId)).sharing).toEqual({
      known: true,
      value: { ...NOBODY, organizations: [arn], isPublic: true },
    })
  })

  test('needs its snapshots: a disabled image too', async () => {
    const imageId = seeded('payments-base')
    const otherId = seeded('search-indexer')
    const image = fleet().images.find(stored => stored.image.ImageId === imageId)?.image
    const other = fleet().images.find(stored => stored.image.ImageId === otherId)?.image
    if (!image?.BlockDeviceMappings || !other) throw new Error('Expected both images.')
    const SnapshotId = image.BlockDeviceMappings[0]?.Ebs?.SnapshotId
    expect((await look(imageId)).snapshots).toMatchObject({
      known: true,
      value: [{ snapshotId: SnapshotId, alsoIn: [] }],
    })
    other.BlockDeviceMappings = image.BlockDeviceMappings
    await changeIn(edges.images, { call: 'DisableImage', image: { ...PLACE, imageId: otherId } })
    expect((await look(imageId)).snapshots).toMatchObject({
      known: true,
      value: [{ snapshotId: SnapshotId, sizeGiB: 30, encrypted: true, alsoIn: [otherId] }],
    })
  })
})

describe('the Recycle Bin', () => {
  const PRODUCTION = [{ Key: 'Environment', Value: 'production' }]
  const retention = async (prefix: string) => (await look(seeded(prefix))).retention
  const isProduction = (prefix: string): void => {
    const stored = fleet().images.find(({ image }) => image.ImageId === seeded(prefix))
    const id = stored?.image.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId
    const snapshot = fleet().snapshots.find(found => found.snapshot.SnapshotId === id)
    if (!stored || !snapshot) throw new Error('Expected the image and its snapshot.')
    stored.image.Tags = PRODUCTION
    snapshot.snapshot.Tags = PRODUCTION
  }
  const rules = (
    ...wanted: { days: number; tags?: object[]; excludedTags?: object[]; of?: string }[]
  ): void => {
    fleet().recycleBinRules = wanted.map(({ days: retentionDays, tags = [], excludedTags = [], of }) => ({
      ...PLACE,
      retentionDays,
      tags,
      excludedTags,
      resourceType: of ?? 'EC2_IMAGE',
    })) as never[]
  }

  test('keeps what carries the tag of a rule, and its snapshot by its own tags', async () => {
    isProduction('payments-base')
    expect(await retention('payments-base')).toEqual({
      known: true,
      value: { imageDays: 14, snapshotDays: 14 },
    })
    fleet().recycleBinRules = fleet().recycleBinRules.filter(rule => rule.resourceType === 'EC2_IMAGE')
    expect(await retention('payments-base')).toEqual({ known: true, value: { imageDays: 14 } })
  })

  test('keeps nothing without a rule', async () => {
    rules()
    expect(await retention('payments-base')).toEqual({ known: true, value: {} })
  })

  test('keeps by the longest of the rules that fit', async () => {
    isProduction('payments-base')
    rules(
      { days: 7 },
      { days: 30, tags: PRODUCTION },
      { days: 90, tags: [{ Key: 'Environment', Value: 'x' }] },
    )
    expect(await retention('payments-base')).toEqual({ known: true, value: { imageDays: 30 } })
  })

  test('an image of two snapshots: the one that goes first counts, and one that goes at once leaves no way back', async () => {
    isProduction('payments-base')
    const [first, second] = [seeded('payments-base'), seeded('search-indexer')].map(
      id => fleet().images.find(({ image }) => image.ImageId === id)?.image,
    )
    const [mapping] = second?.BlockDeviceMappings ?? []
    const id = mapping?.Ebs?.SnapshotId
    if (!first?.BlockDeviceMappings || !mapping) throw new Error('Expected both images.')
    first.BlockDeviceMappings = [...first.BlockDeviceMappings, mapping]
    const other = fleet().snapshots.find(({ snapshot }) => snapshot.SnapshotId === id)
    if (!other) throw new Error('Expected the snapshot.')
    other.snapshot.Tags = []
    rules({ days: 9, of: 'EBS_SNAPSHOT' }, { days: 30, tags: PRODUCTION, of: 'EBS_SNAPSHOT' })
    expect(await retention('payments-base')).toEqual({ known: true, value: { snapshotDays: 9 } })
    rules({ days: 30, tags: PRODUCTION, of: 'EBS_SNAPSHOT' })
    expect(await retention('payments-base')).toEqual({ known: true, value: {} })
  })

  test('leaves out what a rule for the whole region excludes', async () => {
    isProduction('payments-base')
    rules({ days: 7, excludedTags: PRODUCTION }, { days: 5, excludedTags: PRODUCTION, of: 'EBS_SNAPSHOT' })
    expect(await retention('payments-base')).toEqual({ known: true, value: {} })
    const other = fleet().images.find(({ image }) => image.ImageId === seeded('search-indexer'))
    if (!other) throw new Error('Expected the image.')
    other.image.Tags = []
    const id = other.image.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId
    for (const { snapshot } of fleet().snapshots) if (snapshot.SnapshotId === id) snapshot.Tags = []
    expect(await retention('search-indexer')).toEqual({
      known: true,
      value: { imageDays: 7, snapshotDays: 5 },
    })
  })
})

describe('what cannot be found out is never "none"', () => {
  const DENIED = 'UnauthorizedOperation'
  test.each<[string, Fault['service'], string, ImpactPart[], string]>([
    ['DescribeImageReferences', 'ec2', DENIED, ['references'], 'ec2:DescribeImageReferences'],
    ['DescribeInstances', 'ec2', DENIED, ['instances'], 'ec2:DescribeInstances'],
    [
      'DescribeLaunchTemplateVersions',
      'ec2',
      DENIED,
      ['launchTemplates', 'autoScaling'],
      'ec2:DescribeLaunchTemplateVersions',
    ],
    [
      'DescribeAutoScalingGroups',
      'autoscaling',
      'AccessDenied',
      ['autoScaling'],
      'autoscaling:DescribeAutoScalingGroups',
    ],
    [
      'DescribeLaunchConfigurations',
      'autoscaling',
      'AccessDenied',
      ['autoScaling'],
      'autoscaling:DescribeLaunchConfigurations',
    ],
    ['DescribeImageAttribute', 'ec2', DENIED, ['sharing'], 'ec2:DescribeImageAttribute'],
    ['DescribeSnapshots', 'ec2', DENIED, ['retention'], 'ec2:DescribeSnapshots'],
    ['ListRules', 'rbin', 'AccessDeniedException', ['retention'], 'rbin:ListRules and rbin:GetRule'],
    ['GetRule', 'rbin', 'AccessDeniedException', ['retention'], 'rbin:ListRules and rbin:GetRule'],
  ])('%s is not allowed', async (call, service, error, parts, right) => {
    fault({ service, call, error })
    const impact = await look(seeded('search-indexer'))
    for (const part of IMPACT_PARTS)
      expect([part, impact[part]]).toEqual([
        part,
        parts.includes(part)
          ? { known: false, why: `${error}: the permission ${right} is missing` }
          : expect.objectContaining({ known: true }),
      ])
  })

  test('the right that AWS itself names is told, and nothing of its encoded message', async () => {
    const message =
      'You are not authorized to perform this operation. User: arn:aws:sts::1:assumed-role/x/y is not authorized to perform: ssm:DescribeParameters because no identity-based policy allows the action. Encoded authorization failure message: iyQx8a'
    fault({ service: 'ec2', call: 'DescribeImageReferences', error: DENIED, message })
    expect((await look(seeded('search-indexer'))).references).toEqual({
      known: false,
      why: 'UnauthorizedOperation: the permission ssm:DescribeParameters is missing',
    })
  })

  test.each<[Fault['service'], string, string, ImpactPart]>([
    ['ec2', 'DescribeInstances', 'RequestLimitExceeded', 'instances'],
    ['autoscaling', 'DescribeAutoScalingGroups', 'Throttling', 'autoScaling'],
    ['rbin', 'ListRules', 'ThrottlingException', 'retention'],
  ])('%s throttles %s', async (service, call, error, part) => {
    fault({ service, call, error })
    expect((await look(seeded('search-indexer')))[part]).toEqual({
      known: false,
      why: expect.stringMatching(new RegExp(`^${error}: AWS throttles .*; try again in a minute$`)),
    })
  })

  test('all connections break off: every part says so', async () => {
    const imageId = seeded('search-indexer')
    const facts = (await edges.images.describe(PLACE.account, PLACE.region, [imageId])).get(imageId)
    for (const service of ['ec2', 'autoscaling', 'rbin'] as const)
      world.fault({ service, call: '*', drop: true, times: 1_000 })
    if (!facts) throw new Error('Expected the image to be known.')
    const impact = await all(edges.uses, PLACE, imageId, facts)
    const why = expect.stringMatching(/.+/)
    for (const part of IMPACT_PARTS)
      expect([part, impact[part]]).toEqual([
        part,
        part === 'otherAccounts'
          ? { known: true, value: { asked: 1, running: [], unread: [{ name: 'staging', why }] } }
          : { known: false, why },
      ])
  })
})

describe('instances of the other configured accounts', () => {
  test('are counted, and belong to no other part', async () => {
    const impact = await look(seeded('payments-base'))
    expect(impact.otherAccounts).toEqual({
      known: true,
      value: { asked: 1, running: [{ name: 'staging', instances: 2 }], unread: [] },
    })
  })

  test('a region that none of them has asks none', async () => {
    const place = { account: PLACE.account, region: 'eu-west-1' }
    const impact = await all(edges.uses, place, 'ami-0fffffffffffffff1', {
      state: 'available',
      tags: {},
      snapshots: [],
    })
    expect(impact.otherAccounts).toEqual({ known: true, value: { asked: 0, running: [], unread: [] } })
  })

  test('an account that denies is named, and the own account is known all the same', async () => {
    fault({ service: 'ec2', call: 'DescribeInstances@345678901234', error: 'UnauthorizedOperation' })
    const impact = await look(seeded('payments-base'))
    expect(impact.otherAccounts).toEqual({
      known: true,
      value: {
        asked: 1,
        running: [],
        unread: [
          { name: 'staging', why: 'UnauthorizedOperation: the permission ec2:DescribeInstances is missing' },
        ],
      },
    })
    expect(lines(impact, 'instances')).toHaveLength(2)
  })
})

describe('an image of another account', () => {
  /** With a role that the config names: the function may assume no other. */
  const OTHER = { account: '345678901234', region: 'us-east-1' }
  const usesOf = (role: string): Uses => {
    const credentialsOf = createAccountCredentials(
      [{ id: OTHER.account, regions: [OTHER.region], role }],
      Date.now,
    )
    const own = { region: 'us-east-1', accessKeyId: 'AKIATEST', secretAccessKey: 'test' }
    return createUses({
      accounts: [],
      ec2Clients: createEc2Clients(credentialsOf),
      autoScalingClientFor: createAutoScalingClients(credentialsOf),
      readRecycleBinRules: createReadRecycleBinRules(own, credentialsOf, `${world.url}/rbin`),
    })
  }

  test('is looked at with the role of that account, by every service', async () => {
    const { imageId } = await world.image({ name: 'theirs', ...OTHER })
    fleet().recycleBinRules.push({ ...OTHER, retentionDays: 3, tags: [] })
    const [configuration] = fleet().launchConfigurations
    if (!configuration) throw new Error('Expected a launch configuration.')
    fleet().launchConfigurations.push({
      ...OTHER,
      configuration: { ...configuration.configuration, LaunchConfigurationName: 'theirs', ImageId: imageId },
    })
    const facts: ImageFacts = { state: 'available', tags: {}, snapshots: [] }
    const impact = await all(usesOf('arn:aws:iam::345678901234:role/amiops-actor'), OTHER, imageId, facts)
    expect(lines(impact, 'autoScaling')).toEqual(['launch-configuration theirs'])
    expect(impact.retention).toEqual({ known: true, value: { imageDays: 3 } })
    expect(impact.sharing).toEqual({ known: true, value: NOBODY })
  })

  test('whose role cannot be assumed: no part is known', async () => {
    const facts: ImageFacts = { state: 'available', tags: {}, snapshots: [] }
    const impact = await all(usesOf('not-a-role'), OTHER, 'ami-0fffffffffffffff1', facts)
    for (const part of IMPACT_PARTS)
      if (part !== 'snapshots' && part !== 'otherAccounts')
        expect([part, impact[part]]).toEqual([
          part,
          { known: false, why: expect.stringContaining('not-a-role is invalid') },
        ])
  })
})

describe('in memory', () => {
  test('a part is known and empty until it is set, and waits while it is held', async () => {
    const uses = createMemoryUses()
    const facts: ImageFacts = { state: 'available', tags: {}, snapshots: [] }
    const image = { ...PLACE, imageId: 'ami-1' }
    expect(await uses.look(image, facts).instances).toEqual({ known: true, value: [] })
    const release = uses.hold('instances')
    const pending = uses.look(image, facts)
    expect(await pending.sharing).toEqual({ known: true, value: NOBODY })
    uses.set('instances', { known: false, why: 'no right' })
    release()
    expect(await pending.instances).toEqual({ known: false, why: 'no right' })
    expect(uses.looks()).toBe(2)
  })
})

describe('launch templates that name a parameter', () => {
  const [LATEST, OTHER] = ['/platform/eks-node/latest', '/named/by/none']

  test('by parameter, with their versions; none for one that no template names', async () => {
    expect(await edges.uses.launchTemplatesOf(PLACE, [LATEST, OTHER])).toEqual({
      known: true,
      value: new Map([
        [
          LATEST,
          [
            {
              kind: 'launch-template',
              name: 'eks-workers',
              detail: `version 1, $Default and $Latest, from SSM parameter ${LATEST}`,
            },
          ],
        ],
        [OTHER, []],
      ]),
    })
  })

  test('what cannot be listed is not none', async () => {
    fault({ service: 'ec2', call: 'DescribeLaunchTemplateVersions', error: 'UnauthorizedOperation' })
    expect(await edges.uses.launchTemplatesOf(PLACE, [LATEST])).toMatchObject({
      known: false,
      why: expect.stringContaining('ec2:DescribeLaunchTemplateVersions'),
    })
  })
})

describe('the uses of several images', () => {
  test('are those that each has by itself, by its id, for more images than one call takes', async () => {
    const ids = fleet()
      .images.filter(({ account, region }) => account === PLACE.account && region === PLACE.region)
      .map(({ image }) => image.ImageId)
      .slice(0, 25)
    const found = await edges.uses.references(PLACE, ids)
    if (!found.known) throw new Error(found.why)
    expect([...found.value.keys()]).toEqual(ids)
    const used = ids.filter(id => (found.value.get(id) ?? []).length > 0)
    expect(used.length).toBeGreaterThan(1)
    for (const id of used.slice(0, 3)) {
      const { references } = await look(id)
      if (!references.known) throw new Error(references.why)
      expect((found.value.get(id) ?? []).map(({ kind }) => kind).sort()).toEqual(
        references.value.map(({ kind }) => kind).sort(),
      )
    }
  })

  test('Auto Scaling groups are listed once for all images, and are those that each has by itself', async () => {
    const ids = fleet()
      .images.filter(({ account, region }) => account === PLACE.account && region === PLACE.region)
      .map(({ image }) => image.ImageId)
    const before = world.sandbox.timeline.recent().length
    const found = await edges.uses.autoScalingOf(PLACE, ids)
    const calls = world.sandbox.timeline
      .recent()
      .slice(before)
      .filter(({ title }) => title.startsWith('DescribeAutoScalingGroups'))
    expect(calls).toHaveLength(1)
    expect([...found.keys()]).toEqual(ids)
    const used = ids.filter(id => {
      const finding = found.get(id)
      return finding?.known && finding.value.length > 0
    })
    expect(used.length).toBeGreaterThan(1)
    for (const id of [...used.slice(0, 3), ...ids.filter(id => !used.includes(id)).slice(0, 1)])
      expect((await look(id)).autoScaling).toEqual(found.get(id))
  })

  test('what the Recycle Bin would keep of each, with one reading of its rules', async () => {
    const ids = [seeded('payments-base'), seeded('search-indexer'), seeded('payments-base', 1)]
    const all = await edges.images.describe(PLACE.account, PLACE.region, ids)
    const images = [...all].map(([imageId, facts]) => ({ imageId, facts }))
    const before = world.sandbox.timeline.recent().length
    const found = await edges.uses.retentions(PLACE, images)
    if (!found.known) throw new Error(found.why)
    const titles = world.sandbox.timeline
      .recent()
      .slice(before)
      .map(({ title }) => title)
    expect(titles.filter(title => title.startsWith('ListRules'))).toHaveLength(2)
    expect(titles.filter(title => title.startsWith('DescribeSnapshots'))).toHaveLength(1)
    for (const id of ids) {
      const { retention } = await look(id)
      expect({ known: true, value: found.value.get(id) }).toEqual(retention)
    }
    expect(found.value.get(ids[0] ?? '')).toEqual({ imageDays: 14, snapshotDays: 14 })
    expect(found.value.get(ids[1] ?? '')).not.toEqual({ imageDays: 14, snapshotDays: 14 })
  })

  test('of one image of a plan: each list is asked for once, and nothing that the plan does not compare', async () => {
    const image = { ...PLACE, imageId: seeded('payments-base') }
    const facts = (await edges.images.describe(PLACE.account, PLACE.region, [image.imageId])).get(
      image.imageId,
    )
    if (!facts) throw new Error('Expected the image to be known.')
    const before = world.sandbox.timeline.recent().length
    const impact = await gatherForPlan(edges, image, facts, true)
    const calls = world.sandbox.timeline
      .recent()
      .slice(before)
      .flatMap(({ service, title }) => (service === 'ec2' ? [title.split(' ')[0]] : []))
      .filter(call => call !== 'AssumeRole')
    expect(calls.sort()).toEqual([
      'DescribeAutoScalingGroups',
      'DescribeImageAttribute',
      'DescribeImageReferences',
      'DescribeInstances',
      'DescribeLaunchConfigurations',
      // Of the groups' templates; of the other two, those that name an alias, which EC2 resolves.
      'DescribeLaunchTemplateVersions',
      'DescribeLaunchTemplateVersions',
      'DescribeLaunchTemplateVersions',
      'DescribeSnapshots',
      'GetRule',
      'GetRule',
      'ListRules',
      'ListRules',
    ])
    expect(impact.autoScaling.known && impact.otherAccounts.known && impact.references.known).toBe(true)
    expect(impact.snapshots).toMatchObject({ known: false })
  })

  test('cannot be told where EC2 refuses', async () => {
    fault({ service: 'ec2', call: 'DescribeImageReferences', error: 'UnauthorizedOperation' })
    expect(await edges.uses.references(PLACE, ['ami-0123456789abcdef0'])).toEqual({
      known: false,
      why: 'UnauthorizedOperation: the permission ec2:DescribeImageReferences is missing',
    })
  })
})

import { DescribeImagesCommand, DescribeSnapshotsCommand } from '@aws-sdk/client-ec2'
import { createFleet } from '../../../../sandbox/aws/ec2/fleet.ts'
import { InvalidFleetError, loadFleet } from '../../../../sandbox/aws/ec2/seed/load-fleet.ts'
import { type Aws, startAws } from '../support.ts'

const ID = 'ami-0123456789abcdef0'

const image = (facts: object = {}) => ({
  ImageId: ID,
  OwnerId: '123456789012',
  State: 'available',
  CreationDate: '2024-02-29T23:59:59.000Z',
  Name: 'golden-1',
  ...facts,
})

const faultsOf = (json: unknown): readonly string[] => {
  try {
    loadFleet(createFleet(), json)
  } catch (error) {
    if (error instanceof InvalidFleetError) return error.faults
    throw error
  }
  throw new Error('Expected the file to be refused.')
}

describe('a file that fits', () => {
  let aws: Aws
  beforeEach(async () => {
    aws = await startAws({ seed: false })
  })
  afterEach(() => aws.close())

  const describeImages = async (region = 'us-east-1') =>
    (await aws.ec2Client(region).send(new DescribeImagesCommand({ IncludeDisabled: true }))).Images

  test('an image of the command line comes back as it was, with its own dates and whatever AWS has added', async () => {
    const disk = { DeviceName: '/dev/xvda', Ebs: { SnapshotId: 'snap-0123456789abcdef0', VolumeSize: 30 } }
    const facts = {
      Tags: [{ Key: 'Team', Value: 'payments & co' }],
      LastLaunchedTime: '2026-11-01T00:00:00Z',
      DeregistrationProtection: 'enabled-with-cooldown',
      BlockDeviceMappings: [disk],
      TpmSupport: 'v2.0',
    }
    expect(loadFleet(aws.ec2.fleet, { Images: [image(facts)] })).toEqual({
      images: 1,
      regions: ['us-east-1'],
      accounts: ['123456789012'],
    })
    expect(await describeImages()).toEqual([expect.objectContaining({ ...image(), ...facts })])
    const { Snapshots } = await aws.ec2Client().send(new DescribeSnapshotsCommand({}))
    expect(Snapshots).toEqual([
      expect.objectContaining({
        SnapshotId: 'snap-0123456789abcdef0',
        VolumeSize: 30,
        StartTime: new Date('2024-02-29T23:59:59.000Z'),
      }),
    ])
  })

  test.each([
    ['what is asked for', image(), { region: 'eu-north-1' }, 'eu-north-1'],
    ['nothing', image(), {}, 'us-east-1'],
    [
      "a disk's key",
      image({ BlockDeviceMappings: [{ Ebs: { KmsKeyId: 'arn:aws:kms:eu-west-3:123456789012:key/1' } }] }),
      { region: 'eu-north-1' },
      'eu-west-3',
    ],
    [
      "a disk's zone",
      image({ BlockDeviceMappings: [{ Ebs: { AvailabilityZone: 'ap-southeast-2b' } }] }),
      {},
      'ap-southeast-2',
    ],
    ['a word beside the image', image({ Region: 'us-gov-west-1' }), {}, 'us-gov-west-1'],
    ['a word beside the image', image({ Region: 'eusc-de-east-1' }), {}, 'eusc-de-east-1'],
    [
      "a disk's key in the sovereign cloud",
      image({
        BlockDeviceMappings: [{ Ebs: { KmsKeyId: 'arn:aws-eusc:kms:eusc-de-east-1:123456789012:key/1' } }],
      }),
      {},
      'eusc-de-east-1',
    ],
    [
      "a disk's zone in the sovereign cloud",
      image({ BlockDeviceMappings: [{ Ebs: { AvailabilityZone: 'eusc-de-east-1b' } }] }),
      {},
      'eusc-de-east-1',
    ],
  ])('an image whose region is told by %s', async (_by, one, options, region) => {
    loadFleet(aws.ec2.fleet, [one], options)
    expect((await describeImages(region))?.map(({ ImageId }) => ImageId)).toEqual([ID])
  })

  test('several outputs, each with its region', () => {
    const second = image({ ImageId: 'ami-0123456789abcdef1', OwnerId: '210987654321' })
    const third = image({ ImageId: 'ami-0123456789abcdef2', OwnerId: '210987654321' })
    const outputs = [{ Images: [image()] }, { Region: 'eu-west-1', Images: [second, third] }]
    expect(loadFleet(aws.ec2.fleet, outputs)).toEqual({
      images: 3,
      regions: ['eu-west-1', 'us-east-1'],
      accounts: ['210987654321', '123456789012'],
    })
  })

  test('an image without a name is called by its id; one that is gone already is left out', () => {
    const { Name: _, ...nameless } = image()
    const gone = image({ ImageId: 'ami-0123456789abcdef1', State: 'deregistered' })
    expect(loadFleet(aws.ec2.fleet, [nameless, gone]).images).toBe(1)
    expect(aws.ec2.fleet.images[0]?.image.Name).toBe(ID)
  })

  test('two images that share a snapshot', () => {
    const BlockDeviceMappings = [{ Ebs: { SnapshotId: 'snap-0123456789abcdef0' } }]
    const images = [
      image({ BlockDeviceMappings }),
      image({ ImageId: 'ami-0123456789abcdef1', BlockDeviceMappings }),
    ]
    loadFleet(aws.ec2.fleet, images)
    expect(aws.ec2.fleet.snapshots).toHaveLength(1)
  })
})

test.each([
  [
    'an instance list',
    { Reservations: [] },
    'The whole: expected what "aws ec2 describe-images" prints, {"Images": […]}, or a list of images, got an object with ["Reservations"]',
  ],
  [
    'a text',
    'ami',
    'The whole: expected what "aws ec2 describe-images" prints, {"Images": […]}, or a list of images, got "ami"',
  ],
  ['images that are no list', { Images: {} }, 'Images: expected a list of images, got {}'],
  ['no images', { Images: [] }, 'Images: expected at least one image, got none'],
  ['an empty list', [], 'Images: expected at least one image, got none'],
  [
    'an image without an id',
    [{ ...image(), ImageId: undefined }],
    '[0].ImageId: expected an image id such as ami-0123456789abcdef0, got nothing',
  ],
  ['a number as an image', { Images: [7] }, 'Images[0]: expected an image as an object, got 7'],
  [
    'an image id of something else',
    { Images: [image({ ImageId: 'i-0123456789abcdef0' })] },
    'Images[0].ImageId: expected an image id such as ami-0123456789abcdef0, got "i-0123456789abcdef0"',
  ],
  [
    'an owner that lost its leading zero',
    [image({ OwnerId: 12345678901 })],
    '[0].OwnerId: expected an account of 12 digits, as a text, got 12345678901',
  ],
  [
    'a state that EC2 does not know',
    [image({ State: 'Available' })],
    '[0].State: expected one of available, deregistered, disabled, error, failed, invalid, pending, transient, got "Available"',
  ],
  [
    'a date of another country',
    [image({ CreationDate: '31.01.2026' })],
    '[0].CreationDate: expected a date such as 2026-01-31T02:24:00.000Z, got "31.01.2026"',
  ],
  [
    'a tag in the second of two outputs',
    [{ Images: [] }, { Images: [image({ Tags: [{ Key: 'Team' }] })] }],
    '[1].Images[0].Tags[0].Value: is missing',
  ],
  [
    'half a GiB',
    [image({ BlockDeviceMappings: [{ Ebs: { VolumeSize: 0.5 } }] })],
    '[0].BlockDeviceMappings[0].Ebs.VolumeSize: expected a whole number of GiB, got 0.5',
  ],
  ['an image twice', [image(), image()], `${ID}: expected each image once, got it again`],
  [
    'a region that is none',
    { Region: 'Frankfurt', Images: [image()] },
    'Region: expected a region such as eu-west-1, got "Frankfurt"',
  ],
])('a file with %s', (_what, json, fault) => {
  expect(faultsOf(json)).toContain(fault)
})

test.each([
  [20, 20, undefined],
  [21, 21, '… and 1 more'],
  [5_000, 21, '… and 4980 more'],
])('a file with %i faults', (faults, lines, last) => {
  const told = faultsOf(Array.from({ length: faults }, () => image({ State: 'gone' })))
  expect(told).toHaveLength(lines)
  if (last !== undefined) expect(told.at(-1)).toBe(last)
})

test('a file with one wrong image loads none of the others', () => {
  const fleet = createFleet()
  expect(() => loadFleet(fleet, [image(), image({ State: 'gone' })])).toThrow(InvalidFleetError)
  expect(fleet).toEqual(createFleet())
})

test('a value that is too long to be shown is cut', () => {
  const [fault] = faultsOf([image({ ImageId: 'x'.repeat(1_000) })])
  expect(fault?.length).toBeLessThan(160)
})

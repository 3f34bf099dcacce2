import {
  DescribeImageReferencesCommand,
  type DescribeImageReferencesCommandInput,
  DescribeLaunchTemplateVersionsCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2'
import { type Aws, refusalOf, startAws } from '../support.ts'

let aws: Aws
let client: EC2Client

beforeEach(async () => {
  aws = await startAws()
  client = aws.ec2Client()
})
afterEach(() => aws.close())

const idOf = (prefix: string, region = 'us-east-1'): string => {
  const found = aws.ec2.fleet.images.find(
    ({ image, region: own }) => image.Name.startsWith(prefix) && own === region,
  )
  if (!found) throw new Error(`Expected an image ${prefix}.`)
  return found.image.ImageId
}

const ask = async (prefix: string, input: Partial<DescribeImageReferencesCommandInput> = {}) => {
  const ImageIds = [idOf(prefix)]
  const all = input.ResourceTypes ? {} : { IncludeAllResourceTypes: true }
  const command = new DescribeImageReferencesCommand({ ImageIds, ...all, ...input })
  return (await client.send(command)).ImageReferences ?? []
}

const typesOf = async (prefix: string) => (await ask(prefix)).map(({ ResourceType }) => ResourceType)

test('who refers to an image: instances, launch templates, parameters and recipes', async () => {
  const references = await ask('payments-base')
  expect(references.map(({ Arn }) => Arn?.replace(/0[0-9a-f]{16}$/, '…'))).toEqual([
    'arn:aws:ec2:us-east-1:123456789012:instance/i-…',
    'arn:aws:ec2:us-east-1:123456789012:instance/i-…',
    'arn:aws:ec2:us-east-1:123456789012:launch-template/lt-…',
    'arn:aws:ssm:us-east-1:123456789012:parameter/payments/base-image',
    'arn:aws:imagebuilder:us-east-1:123456789012:image-recipe/payments-service/2.0.1',
  ])
  expect(new Set(references.map(({ ImageId }) => ImageId))).toEqual(new Set([idOf('payments-base')]))
  expect(await typesOf('eks-node-1.33')).toEqual([
    'ec2:Instance',
    'ssm:Parameter',
    'imagebuilder:ContainerRecipe',
  ])
})

test('a terminated instance counts, until the states are narrowed', async () => {
  expect(await typesOf('search-indexer')).toEqual(['ec2:Instance'])
  const narrowed = (states: string[]) =>
    ask('search-indexer', {
      ResourceTypes: [
        {
          ResourceType: 'ec2:Instance',
          ResourceTypeOptions: [{ OptionName: 'state-name', OptionValues: states }],
        },
      ],
    })
  expect(await narrowed(['running', 'stopped'])).toEqual([])
  expect(await narrowed(['running', 'terminated'])).toHaveLength(1)
})

test('a parameter of type text, a group, a launch configuration and resolve:ssm are no references', async () => {
  // A text parameter holds this image's id, and a template resolves to the other one.
  expect(await typesOf('search-indexer')).not.toContain('ssm:Parameter')
  expect(await typesOf('eks-node-1.33')).not.toContain('ec2:LaunchTemplate')
  // A launch configuration launches it.
  expect(await typesOf('bastion')).toEqual(['ec2:Instance'])
})

test.each([
  [undefined, 10, 1],
  [undefined, 11, 0],
  ['11', 11, 1],
  ['1', 2, 0],
])(
  'a template whose version depth is %s, with the image in the version %i from the end: %i',
  async (depth, from, found) => {
    const [stored] = aws.ec2.fleet.launchTemplates
    const ImageId = idOf('bastion')
    stored?.versions.splice(
      0,
      stored.versions.length,
      ...Array.from({ length: 12 }, (_, index) => ({
        VersionNumber: index + 1,
        LaunchTemplateData: { ImageId: index === 12 - from ? ImageId : 'ami-0fedcba9876543210' },
      })),
    )
    const ResourceTypeOptions = depth && [{ OptionName: 'version-depth' as const, OptionValues: [depth] }]
    const ResourceTypes = [
      { ResourceType: 'ec2:LaunchTemplate' as const, ...(ResourceTypeOptions && { ResourceTypeOptions }) },
    ]
    expect(await ask('bastion', { ResourceTypes })).toHaveLength(found)
  },
)

test('what other accounts and regions refer to is not seen', async () => {
  const ImageId = idOf('payments-base')
  const elsewhere = { account: '210987654321', region: 'us-east-1' }
  const [instance] = aws.ec2.fleet.instances
  if (!instance) throw new Error('Expected an instance.')
  aws.ec2.fleet.instances.push({ ...instance, ...elsewhere })
  expect(await ask('payments-base')).toHaveLength(5)
  // The partner, with whom the image is shared, sees its own instance alone.
  const partner = aws.ec2Client('us-east-1', 'ASIASANDBOX210987654321')
  const input = { ImageIds: [ImageId], IncludeAllResourceTypes: true }
  const { ImageReferences } = await partner.send(new DescribeImageReferencesCommand(input))
  expect(ImageReferences?.map(({ ResourceType }) => ResourceType)).toEqual(['ec2:Instance'])
})

test('references are read page by page', async () => {
  const ImageIds = [idOf('payments-base')]
  const arns: string[] = []
  let NextToken: string | undefined
  let pages = 0
  do {
    const input = { ImageIds, IncludeAllResourceTypes: true, MaxResults: 2, NextToken }
    const answer = await client.send(new DescribeImageReferencesCommand(input))
    arns.push(...(answer.ImageReferences ?? []).map(({ Arn = '' }) => Arn))
    NextToken = answer.NextToken
    pages += 1
  } while (NextToken !== undefined)
  expect([pages, new Set(arns).size]).toEqual([3, 5])
})

const option = (ResourceType: string, OptionName: string, value: string) =>
  ({
    ResourceTypes: [{ ResourceType, ResourceTypeOptions: [{ OptionName, OptionValues: [value] }] }],
  }) as Partial<DescribeImageReferencesCommandInput>

test.each([
  ['no type at all', { IncludeAllResourceTypes: false }, 'InvalidParameterCombination'],
  [
    'all types and some',
    { IncludeAllResourceTypes: true, ResourceTypes: [{ ResourceType: 'ssm:Parameter' as const }] },
    'InvalidParameterCombination',
  ],
  ['no image', { ImageIds: [], IncludeAllResourceTypes: true }, 'MissingParameter'],
  ['an unknown type', option('autoscaling:Group', 'state-name', 'running'), 'InvalidParameterValue'],
  ['a state of something else', option('ec2:Instance', 'state-name', 'sleeping'), 'InvalidParameterValue'],
  ['an option of another type', option('ssm:Parameter', 'state-name', 'running'), 'InvalidParameterValue'],
  ['a depth of 0', option('ec2:LaunchTemplate', 'version-depth', '0'), 'InvalidParameterValue'],
  ['a depth of 10,001', option('ec2:LaunchTemplate', 'version-depth', '10001'), 'InvalidParameterValue'],
])('%s is refused', async (_what, input, name) => {
  expect((await refusalOf(ask('bastion', input))).name).toBe(name)
})

test('a depth of 10,000 is taken', async () => {
  expect(await ask('bastion', option('ec2:LaunchTemplate', 'version-depth', '10000'))).toEqual([])
})

test('an alias in a launch template is resolved only on demand', async () => {
  const imageOf = async (ResolveAlias: boolean) => {
    const input = { LaunchTemplateName: 'eks-workers', ResolveAlias }
    const { LaunchTemplateVersions } = await client.send(new DescribeLaunchTemplateVersionsCommand(input))
    return LaunchTemplateVersions?.[0]?.LaunchTemplateData?.ImageId
  }
  expect(await imageOf(false)).toBe('resolve:ssm:/platform/eks-node/latest')
  expect(await imageOf(true)).toBe(idOf('eks-node-1.33'))
})

import type { DescribeImageReferencesResult, ImageReference } from '@aws-sdk/client-ec2'
import { partitionOf } from '../../regions.ts'
import { arnOfParameter, currentOf } from '../../ssm/parameter.ts'
import { type Action, type Call, type Ec2World, findVisibleImage, requireImageIds } from '../action.ts'
import { Ec2Error, missingParameter } from '../errors.ts'
import { findOwnTemplates } from '../launch-templates.ts'
import { readPage, validatePage } from '../pages.ts'
import type { Query } from '../query.ts'
import { readOption, validateResourceTypes } from '../validations/resource-types.ts'

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-ami-references.html */
const DEFAULT_VERSION_DEPTH = 10

const PAGE_AT_MOST = 1_000

type ResourceType = NonNullable<ImageReference['ResourceType']>

/** The ARNs of what refers to an image, of the caller's own account and region alone. */
type Finder = (imageId: string, call: Call, world: Ec2World) => string[]

const isOwn =
  ({ account, region }: Call) =>
  (stored: { account: string; region: string }): boolean =>
    stored.account === account && stored.region === region

const arn = (service: string, { region, account }: Call, resource: string): string =>
  `arn:${partitionOf(region)}:${service}:${region}:${account}:${resource}`

/** In every state that is not ruled out, terminated too. */
const findInstances: Finder = (imageId, call, world) => {
  const states = readOption(call.query, 'ec2:Instance', 'state-name')
  return world.fleet.instances
    .filter(isOwn(call))
    .filter(
      ({ instance }) =>
        instance.ImageId === imageId && (states.length === 0 || states.includes(instance.State?.Name ?? '')),
    )
    .map(({ instance }) => arn('ec2', call, `instance/${instance.InstanceId}`))
}

/** Only the newest versions are looked at, and `resolve:ssm:…` names no image. */
const findTemplates: Finder = (imageId, call, world) => {
  const [wanted] = readOption(call.query, 'ec2:LaunchTemplate', 'version-depth')
  const depth = Number(wanted ?? DEFAULT_VERSION_DEPTH)
  return findOwnTemplates(call, world)
    .filter(({ versions }) =>
      versions.slice(-depth).some(version => version.LaunchTemplateData?.ImageId === imageId),
    )
    .map(({ template }) => arn('ec2', call, `launch-template/${template.LaunchTemplateId}`))
}

/** A parameter of type text may hold an image's id, and is no reference. */
const findParameters: Finder = (imageId, call, world) =>
  world.fleet.parameters
    .filter(isOwn(call))
    .filter(parameter => parameter.dataType === 'aws:ec2:image' && currentOf(parameter).value === imageId)
    .map(arnOfParameter)

const findRecipes =
  (kind: 'image-recipe' | 'container-recipe'): Finder =>
  (imageId, call, world) =>
    world.fleet.recipes
      .filter(isOwn(call))
      .filter(recipe => recipe.kind === kind && recipe.imageId === imageId)
      .map(({ name, version }) => arn('imagebuilder', call, `${kind}/${name}/${version}`))

const FINDERS = {
  'ec2:Instance': findInstances,
  'ec2:LaunchTemplate': findTemplates,
  'ssm:Parameter': findParameters,
  'imagebuilder:ImageRecipe': findRecipes('image-recipe'),
  'imagebuilder:ContainerRecipe': findRecipes('container-recipe'),
} as const satisfies Record<ResourceType, Finder>

const RESOURCE_TYPES = Object.keys(FINDERS) as ResourceType[]

const readWanted = (query: Query): ResourceType[] => {
  if (query.flag('IncludeAllResourceTypes')) return RESOURCE_TYPES
  const asked = query.structures('ResourceType').map(type => type.text('ResourceType'))
  return RESOURCE_TYPES.filter(type => asked.includes(type))
}

export const DescribeImageReferences: Action = {
  validate(query) {
    const imageIds = query.list('ImageId')
    if (imageIds.length === 0) throw missingParameter('ImageIds')
    requireImageIds(imageIds)
    validatePage(query, PAGE_AT_MOST)
    const isTyped = query.structures('ResourceType').length > 0
    if (query.flag('IncludeAllResourceTypes') === isTyped) {
      throw new Ec2Error(
        'InvalidParameterCombination',
        'Specify either IncludeAllResourceTypes or ResourceTypes, and not both.',
      )
    }
    validateResourceTypes(query, RESOURCE_TYPES)
  },
  authorise(call, world) {
    for (const imageId of call.query.list('ImageId')) findVisibleImage(call, world, imageId)
  },
  run(call, world): DescribeImageReferencesResult {
    const wanted = readWanted(call.query)
    const references: ImageReference[] = call.query
      .list('ImageId')
      .flatMap(ImageId =>
        wanted.flatMap(ResourceType =>
          FINDERS[ResourceType](ImageId, call, world).map(Arn => ({ ImageId, ResourceType, Arn })),
        ),
      )
    const { items, NextToken } = readPage(references, call.query)
    return { ImageReferences: items, ...(NextToken !== undefined && { NextToken }) }
  },
}

import type { DescribeImageReferencesResult, ImageReference } from '@aws-sdk/client-ec2'
import { type Action, type Call, type Ec2World, findVisibleImage, requireImageIds } from '../action.ts'
import { Ec2Error, missingParameter } from '../errors.ts'
import { findOwnTemplates } from '../launch-templates.ts'
import { readPage } from '../pages.ts'
import type { Query } from '../query.ts'

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-ami-references.html */
const DEFAULT_VERSION_DEPTH = 10

const RESOURCE_TYPES = [
  'ec2:Instance',
  'ec2:LaunchTemplate',
  'ssm:Parameter',
  'imagebuilder:ImageRecipe',
  'imagebuilder:ContainerRecipe',
]

/** The values of an option of the asked resource type; undefined when that type is not asked for. */
const readOption = (query: Query, resourceType: string, option: string): string[] | undefined => {
  if (query.flag('IncludeAllResourceTypes')) return []
  const asked = query.structures('ResourceType').find(type => type.text('ResourceType') === resourceType)
  if (!asked) return undefined
  const options = asked.structures('ResourceTypeOption')
  return options
    .filter(given => given.text('OptionName') === option)
    .flatMap(given => given.list('OptionValue'))
}

const findInstances = (imageId: string, call: Call, world: Ec2World): ImageReference[] => {
  const states = readOption(call.query, 'ec2:Instance', 'state-name')
  if (!states) return []
  return world.fleet.instances
    .filter(
      ({ instance, account, region }) =>
        instance.ImageId === imageId &&
        account === call.account &&
        region === call.region &&
        (states.length === 0 || states.includes(instance.State?.Name ?? '')),
    )
    .map(({ instance }) => ({
      ImageId: imageId,
      ResourceType: 'ec2:Instance' as const,
      Arn: `arn:aws:ec2:${call.region}:${call.account}:instance/${instance.InstanceId}`,
    }))
}

/** Only the newest versions are looked at, and `resolve:ssm:…` names no image. */
const findTemplates = (imageId: string, call: Call, world: Ec2World): ImageReference[] => {
  const depths = readOption(call.query, 'ec2:LaunchTemplate', 'version-depth')
  if (!depths) return []
  const depth = Number(depths[0] ?? DEFAULT_VERSION_DEPTH)
  return findOwnTemplates(call, world)
    .filter(({ versions }) =>
      versions.slice(-depth).some(version => version.LaunchTemplateData?.ImageId === imageId),
    )
    .map(({ template }) => ({
      ImageId: imageId,
      ResourceType: 'ec2:LaunchTemplate' as const,
      Arn: `arn:aws:ec2:${call.region}:${call.account}:launch-template/${template.LaunchTemplateId}`,
    }))
}

export const DescribeImageReferences: Action = {
  validate(query) {
    const imageIds = query.list('ImageId')
    if (imageIds.length === 0) throw missingParameter('ImageIds')
    requireImageIds(imageIds)
    const types = query.structures('ResourceType').map(type => type.text('ResourceType') ?? '')
    if (query.flag('IncludeAllResourceTypes') === types.length > 0) {
      throw new Ec2Error(
        'InvalidParameterCombination',
        'Specify either IncludeAllResourceTypes or ResourceTypes, and not both.',
      )
    }
    const unknown = types.find(type => !RESOURCE_TYPES.includes(type))
    if (unknown !== undefined) {
      throw new Ec2Error('InvalidParameterValue', `Value (${unknown}) for parameter ResourceType is invalid.`)
    }
  },
  authorise(call, world) {
    for (const imageId of call.query.list('ImageId')) findVisibleImage(call, world, imageId)
  },
  run(call, world): DescribeImageReferencesResult {
    const references = call.query
      .list('ImageId')
      .flatMap(imageId => [...findInstances(imageId, call, world), ...findTemplates(imageId, call, world)])
    const { items, NextToken } = readPage(references, call.query)
    return { ImageReferences: items, ...(NextToken !== undefined && { NextToken }) }
  },
}

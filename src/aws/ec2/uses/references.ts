import {
  type EC2Client,
  type ImageReference,
  paginateDescribeImageReferences,
  type ResourceTypeRequest,
} from '@aws-sdk/client-ec2'
import type { Use } from '../../../domain/impact.ts'
import { type Asking, inBatches } from './asking.ts'
import { askPages } from './finding.ts'
import { LIVING } from './instances.ts'
import { listVersionsOf, type TemplateVersion, versionsWords } from './template-versions.ts'

/** All versions that a template can have; without a number, EC2 looks at the newest ten. */
const VERSION_DEPTH = '10000'

const RESOURCE_TYPES: ResourceTypeRequest[] = [
  {
    ResourceType: 'ec2:Instance',
    ResourceTypeOptions: [{ OptionName: 'state-name', OptionValues: LIVING }],
  },
  {
    ResourceType: 'ec2:LaunchTemplate',
    ResourceTypeOptions: [{ OptionName: 'version-depth', OptionValues: [VERSION_DEPTH] }],
  },
  { ResourceType: 'ssm:Parameter' },
  { ResourceType: 'imagebuilder:ImageRecipe' },
  { ResourceType: 'imagebuilder:ContainerRecipe' },
]

/** Names that other parts of the same look have found; undefined if they failed. */
export interface KnownUses {
  instances: Promise<readonly Use[] | undefined>
  newest: Promise<readonly TemplateVersion[] | undefined>
}

/** The most templates that are listed with their versions, which takes a call for each. */
const TEMPLATES_IN_DETAIL = 20

/** Instances, launch templates, parameters and recipes that name the image, as EC2 itself finds them. */
export const findReferences = async (asking: Asking, known: KnownUses): Promise<Use[]> => {
  const { image, ec2, options } = asking
  const references = await askPages(
    'ec2:DescribeImageReferences',
    () =>
      paginateDescribeImageReferences(
        { client: ec2, pageSize: 1000 },
        { ImageIds: [image.imageId], ResourceTypes: RESOURCE_TYPES },
        options,
      ),
    page => page.ImageReferences,
  )
  const uses = references.map(toUse)
  const instances = (await known.instances) ?? []
  const newest = (await known.newest) ?? []
  const templates = uses.filter(({ kind }) => kind === 'launch-template').slice(0, TEMPLATES_IN_DETAIL)
  const detailed = new Map(
    await inBatches(
      templates,
      async ({ name }) => [name, await describeTemplate(asking, name, newest)] as const,
    ),
  )
  return uses.map(use => {
    if (use.kind === 'instance') return instances.find(({ name }) => name.includes(use.name)) ?? use
    return use.kind === 'launch-template' ? (detailed.get(use.name) ?? use) : use
  })
}

/** EC2 takes this many images in one question. */
const IMAGES_AT_ONCE = 10

const isGone = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof Error && error.cause.name.startsWith('InvalidAMIID')

/** The same for several images, by image id, with what the ARNs say. */
export const listReferences = async (
  ec2: EC2Client,
  imageIds: readonly string[],
  options: { abortSignal: AbortSignal },
): Promise<Map<string, Use[]>> => {
  const found = new Map(imageIds.map(id => [id, [] as Use[]]))
  const ask = (ImageIds: string[]): Promise<ImageReference[]> =>
    askPages(
      'ec2:DescribeImageReferences',
      () =>
        paginateDescribeImageReferences(
          { client: ec2, pageSize: 1000 },
          { ImageIds, ResourceTypes: RESOURCE_TYPES },
          options,
        ),
      page => page.ImageReferences,
    )
  for (let from = 0; from < imageIds.length; from += IMAGES_AT_ONCE) {
    const ImageIds = imageIds.slice(from, from + IMAGES_AT_ONCE)
    const references = await ask(ImageIds).catch(async error => {
      if (!isGone(error)) throw error
      // One image that is gone makes EC2 refuse them all.
      const each = ImageIds.map(id => ask([id]).catch(why => (isGone(why) ? [] : Promise.reject(why))))
      return (await Promise.all(each)).flat()
    })
    for (const reference of references) found.get(reference.ImageId ?? '')?.push(toUse(reference))
  }
  return found
}

/** The ARN alone proves the use; its details may be missing. */
const describeTemplate = async (
  asking: Asking,
  templateId: string,
  newest: readonly TemplateVersion[],
): Promise<Use> => {
  const bare = { kind: 'launch-template', name: templateId } as const
  const versions = await listVersionsOf(asking, templateId).catch(() => [])
  const [first] = versions
  if (!first) return bare
  const marked = versions.map(
    version => newest.find(n => n.templateId === templateId && n.number === version.number) ?? version,
  )
  return { ...bare, name: first.templateName, detail: versionsWords(marked) }
}

/** `arn:aws:ec2:us-east-1:123456789012:launch-template/lt-0123` */
const toUse = ({ Arn = '', ResourceType }: ImageReference): Use => {
  const resource = Arn.split(':').slice(5).join(':')
  const path = resource.slice(resource.indexOf('/') + 1)
  const [name = path, version] = path.split('/')
  switch (ResourceType) {
    case 'ec2:Instance':
      return { kind: 'instance', name: path }
    case 'ec2:LaunchTemplate':
      return { kind: 'launch-template', name: path }
    case 'ssm:Parameter':
      // A name of several parts begins with a slash, which the ARN leaves out.
      return { kind: 'parameter', name: path.includes('/') ? `/${path}` : path }
    case 'imagebuilder:ImageRecipe':
      return { kind: 'image-recipe', name, ...(version && { detail: `version ${version}` }) }
    case 'imagebuilder:ContainerRecipe':
      return { kind: 'container-recipe', name, ...(version && { detail: `version ${version}` }) }
    default:
      throw new Error(`Expected a reference of a kind that was asked for, got ${ResourceType}.`)
  }
}

import {
  DescribeLaunchTemplateVersionsCommand,
  type LaunchTemplateVersion,
  paginateDescribeLaunchTemplateVersions,
} from '@aws-sdk/client-ec2'
import type { Asking } from './asking.ts'
import { ask, askPages, explainFailure } from './finding.ts'

const RIGHT = 'ec2:DescribeLaunchTemplateVersions'

export interface TemplateVersion {
  templateId: string
  templateName: string
  number: number
  isDefault: boolean
  isLatest: boolean
  /** An image's id, or an alias such as `resolve:ssm:/golden/latest`. */
  image?: string
}

const toVersion = (version: LaunchTemplateVersion, isLatest: boolean): TemplateVersion => ({
  templateId: version.LaunchTemplateId ?? '',
  templateName: version.LaunchTemplateName ?? version.LaunchTemplateId ?? '',
  number: version.VersionNumber ?? 0,
  isDefault: version.DefaultVersion ?? false,
  isLatest,
  ...(version.LaunchTemplateData?.ImageId && { image: version.LaunchTemplateData.ImageId }),
})

/** The default and the latest version of every launch template. Not filtered by image: an alias names one too. */
export const listNewestVersions = async ({
  ec2,
  options,
}: Pick<Asking, 'ec2' | 'options'>): Promise<TemplateVersion[]> => {
  const Versions = ['$Default', '$Latest']
  const versions = await askPages(
    RIGHT,
    () => paginateDescribeLaunchTemplateVersions({ client: ec2, pageSize: 200 }, { Versions }, options),
    page => page.LaunchTemplateVersions,
  )
  const latest = new Map<string, number>()
  for (const { LaunchTemplateId = '', VersionNumber = 0 } of versions)
    latest.set(LaunchTemplateId, Math.max(VersionNumber, latest.get(LaunchTemplateId) ?? 0))
  const found = versions.map(version =>
    toVersion(version, latest.get(version.LaunchTemplateId ?? '') === version.VersionNumber),
  )
  // A version that is both may come twice.
  return [...new Map(found.map(version => [`${version.templateId}/${version.number}`, version])).values()]
}

/** The versions of one launch template that name the image itself. */
export const listVersionsOf = async (
  { image, ec2, options }: Asking,
  LaunchTemplateId: string,
): Promise<TemplateVersion[]> => {
  const Filters = [{ Name: 'image-id', Values: [image.imageId] }]
  const versions = await askPages(
    RIGHT,
    () =>
      paginateDescribeLaunchTemplateVersions(
        { client: ec2, pageSize: 200 },
        { LaunchTemplateId, Filters },
        options,
      ),
    page => page.LaunchTemplateVersions,
  )
  return versions.map(version => toVersion(version, false))
}

/** A template or a version that is gone launches nothing. */
const GONE = /^InvalidLaunchTemplate(Id|Name)\.(NotFound|VersionNotFound|NotFoundException)$/

/** One version of one launch template; undefined if that version no longer exists. */
export const readVersion = async (
  { ec2, options }: Pick<Asking, 'ec2' | 'options'>,
  template: { LaunchTemplateId: string } | { LaunchTemplateName: string },
  version: string,
  ResolveAlias = false,
): Promise<TemplateVersion | undefined> =>
  ask(RIGHT, async () => {
    try {
      const { LaunchTemplateVersions: [found] = [] } = await ec2.send(
        new DescribeLaunchTemplateVersionsCommand({ ...template, Versions: [version], ResolveAlias }),
        options,
      )
      return found && toVersion(found, version === '$Latest')
    } catch (error) {
      if (error instanceof Error && GONE.test(error.name)) return undefined
      throw error
    }
  })

/** Which image a version launches, if any; `why` where its alias could not be resolved. */
export type LaunchedImage = string | undefined | { alias: string; why: string }

/** Whether a version launches the image; `why` where its alias could not be resolved. */
export type Launches = boolean | { alias: string; why: string }

const ALIAS = /^resolve:/

/** Finds the image that a version launches. EC2 itself resolves each alias, once. */
export const createImageOf = (asking: Pick<Asking, 'ec2' | 'options'>) => {
  const resolved = new Map<string, Promise<LaunchedImage>>()

  const resolve = async (alias: string, { templateId, number }: TemplateVersion): Promise<LaunchedImage> => {
    try {
      const found = await readVersion(asking, { LaunchTemplateId: templateId }, String(number), true)
      if (found?.image === undefined || ALIAS.test(found.image))
        return { alias, why: 'EC2 did not resolve it' }
      return found.image
    } catch (error) {
      return { alias, why: explainFailure(error) }
    }
  }

  return async (version: TemplateVersion): Promise<LaunchedImage> => {
    const { image } = version
    if (image === undefined || !ALIAS.test(image)) return image
    const known = resolved.get(image) ?? resolve(image, version)
    resolved.set(image, known)
    return known
  }
}

/** Decides whether versions launch the image. */
export const createLaunches =
  (imageId: string, imageOf: ReturnType<typeof createImageOf>) =>
  async (version: TemplateVersion): Promise<Launches> => {
    const launched = await imageOf(version)
    return typeof launched === 'object' ? launched : launched === imageId
  }

/** `version 7, $Default and $Latest` */
const versionWords = ({ number, isDefault, isLatest, image }: TemplateVersion): string => {
  const marks = [isDefault && '$Default', isLatest && '$Latest'].filter(Boolean).join(' and ')
  const alias =
    image !== undefined && ALIAS.test(image)
      ? `, from SSM parameter ${image.replace(/^resolve:(ssm:)?/, '')}`
      : ''
  return `version ${number}${marks && `, ${marks}`}${alias}`
}

const LISTED_AT_MOST = 5

/** Versions that a launch takes without a number come first, then the newest. */
export const versionsWords = (versions: readonly TemplateVersion[]): string => {
  const rank = ({ isDefault, isLatest }: TemplateVersion): number => (isDefault || isLatest ? 0 : 1)
  const sorted = [...versions].sort((a, b) => rank(a) - rank(b) || b.number - a.number)
  const more = sorted.length - LISTED_AT_MOST
  const listed = sorted.slice(0, LISTED_AT_MOST).map(versionWords).join('; ')
  return more > 0 ? `${listed}; and ${more} more` : listed
}

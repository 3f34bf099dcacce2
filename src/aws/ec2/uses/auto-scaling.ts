import type { AutoScalingGroup, LaunchTemplateSpecification } from '@aws-sdk/client-auto-scaling'
import type { AccountRegion } from '../../../domain/alias.ts'
import { groupBy } from '../../../domain/group-by.ts'
import type { Use } from '../../../domain/impact.ts'
import type { createAutoScalingClients } from '../auto-scaling-clients.ts'
import { type Perhaps, withPerhaps } from './aliases.ts'
import { type Asking, inBatches } from './asking.ts'
import { askPages } from './finding.ts'
import { type createImageOf, readVersion, type TemplateVersion } from './template-versions.ts'

interface Needs {
  clientFor: ReturnType<typeof createAutoScalingClients>
  newest: readonly TemplateVersion[]
  imageOf: ReturnType<typeof createImageOf>
}

type AskingPlace = Pick<Asking, 'ec2' | 'options'> & { place: AccountRegion }

/** A group that would launch an image next, and by what. */
interface Launching {
  imageId: string
  name: string
  detail: string
}

/**
 * Auto Scaling groups and launch configurations of an account and region, whether or not they have instances now.
 *
 * @returns those that would launch an image next; throws if that depends on an alias which could not be resolved
 */
export const listAutoScaling = async (
  asking: AskingPlace,
  needs: Needs,
): Promise<(imageId: string) => readonly Use[]> => {
  const { place, options } = asking
  const { library, client } = await needs.clientFor(place.account, place.region)
  const config = { client, pageSize: 100 }
  const [groups, configurations] = await Promise.all([
    askPages(
      'autoscaling:DescribeAutoScalingGroups',
      () => library.paginateDescribeAutoScalingGroups(config, {}, options),
      page => page.AutoScalingGroups,
    ),
    askPages(
      'autoscaling:DescribeLaunchConfigurations',
      () => library.paginateDescribeLaunchConfigurations(config, {}, options),
      page => page.LaunchConfigurations,
    ),
  ])
  const imageOfConfiguration = new Map(
    configurations.map(({ LaunchConfigurationName = '', ImageId = '' }) => [
      LaunchConfigurationName,
      ImageId,
    ]),
  )
  const versionOf = createVersionOf(asking, needs.newest)
  const perhaps: Perhaps[] = []
  const launching = await inBatches(groups, async group => {
    const name = group.AutoScalingGroupName ?? ''
    const { LaunchConfigurationName: configuration } = group
    const found: Launching[] = []
    const configured = configuration && imageOfConfiguration.get(configuration)
    if (configured) found.push({ imageId: configured, name, detail: `launch configuration ${configuration}` })
    for (const { InstanceType, ImageId } of overridesOf(group))
      if (ImageId)
        found.push({ imageId: ImageId, name, detail: `override for ${InstanceType ?? 'some instances'}` })
    for (const specification of specificationsOf(group)) {
      const version = await versionOf(specification)
      const launched = version && (await needs.imageOf(version))
      if (!version || launched === undefined) continue
      if (typeof launched === 'object')
        perhaps.push({ use: { kind: 'auto-scaling-group', name }, ...launched })
      else
        found.push({
          imageId: launched,
          name,
          detail: `launch template ${version.templateName}, ${askedWords(specification, version)}`,
        })
    }
    return found
  })
  const byImage = groupBy(launching.flat(), ({ imageId }) => imageId)
  return imageId => {
    const ofImage = groupBy(byImage.get(imageId) ?? [], ({ name }) => name)
    const certain: Use[] = [...ofImage].map(([name, found]) => ({
      kind: 'auto-scaling-group',
      name,
      detail: [...new Set(found.map(({ detail }) => detail))].join('; '),
    }))
    for (const [name, launched] of imageOfConfiguration)
      if (launched === imageId) certain.push({ kind: 'launch-configuration', name })
    return withPerhaps(
      certain,
      perhaps.filter(({ use }) => !certain.some(({ name }) => name === use.name)),
    )
  }
}

const overridesOf = ({ MixedInstancesPolicy }: AutoScalingGroup) =>
  MixedInstancesPolicy?.LaunchTemplate?.Overrides ?? []

/** Every launch template that the group names: its own, that of its mixed instances, and those of their overrides. */
const specificationsOf = (group: AutoScalingGroup): LaunchTemplateSpecification[] =>
  [
    group.LaunchTemplate,
    group.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification,
    ...overridesOf(group).map(override => override.LaunchTemplateSpecification),
  ].filter(specification => specification !== undefined)

/** A group without a version launches the default one. */
const askedOf = ({ Version }: LaunchTemplateSpecification): string => Version || '$Default'

const askedWords = (specification: LaunchTemplateSpecification, { number }: TemplateVersion): string => {
  const asked = askedOf(specification)
  return asked.startsWith('$') ? `${asked} (version ${number})` : `version ${number}`
}

/** Finds the version that a group asks for. A version that is neither default nor latest is read once. */
const createVersionOf = (asking: AskingPlace, newest: readonly TemplateVersion[]) => {
  const read = new Map<string, Promise<TemplateVersion | undefined>>()
  return (specification: LaunchTemplateSpecification): Promise<TemplateVersion | undefined> => {
    const { LaunchTemplateId, LaunchTemplateName } = specification
    const asked = askedOf(specification)
    const known = newest.find(
      version =>
        (LaunchTemplateId
          ? version.templateId === LaunchTemplateId
          : version.templateName === LaunchTemplateName) &&
        (asked === '$Default'
          ? version.isDefault
          : asked === '$Latest'
            ? version.isLatest
            : String(version.number) === asked),
    )
    if (known) return Promise.resolve(known)
    const template = LaunchTemplateId
      ? { LaunchTemplateId }
      : LaunchTemplateName
        ? { LaunchTemplateName }
        : undefined
    if (!template) return Promise.resolve(undefined)
    const key = `${LaunchTemplateId ?? LaunchTemplateName}/${asked}`
    const reading = read.get(key) ?? readVersion(asking, template, asked)
    read.set(key, reading)
    return reading
  }
}

import type { AutoScalingGroup, LaunchTemplateSpecification } from '@aws-sdk/client-auto-scaling'
import type { Use } from '../../../domain/impact.ts'
import type { createAutoScalingClients } from '../auto-scaling-clients.ts'
import { type Perhaps, withPerhaps } from './aliases.ts'
import { type Asking, inBatches } from './asking.ts'
import { askPages } from './finding.ts'
import { type Launches, readVersion, type TemplateVersion } from './template-versions.ts'

interface Needs {
  clientFor: ReturnType<typeof createAutoScalingClients>
  newest: readonly TemplateVersion[]
  launches: (version: TemplateVersion) => Promise<Launches>
}

/** Groups and launch configurations that would launch the image next, with or without an instance now. */
export const findAutoScaling = async (asking: Asking, needs: Needs): Promise<readonly Use[]> => {
  const { image, options } = asking
  const { library, client } = await needs.clientFor(image.account, image.region)
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
  const named = configurations
    .filter(({ ImageId }) => ImageId === image.imageId)
    .map(({ LaunchConfigurationName = '' }) => LaunchConfigurationName)

  const versionOf = createVersionOf(asking, needs.newest)
  const perhaps: Perhaps[] = []
  const uses = await inBatches(groups, async group => {
    const name = group.AutoScalingGroupName ?? ''
    const details: string[] = []
    if (group.LaunchConfigurationName && named.includes(group.LaunchConfigurationName))
      details.push(`launch configuration ${group.LaunchConfigurationName}`)
    for (const { InstanceType, ImageId } of overridesOf(group))
      if (ImageId === image.imageId) details.push(`override for ${InstanceType ?? 'some instances'}`)
    for (const specification of specificationsOf(group)) {
      const version = await versionOf(specification)
      const answer = version !== undefined && (await needs.launches(version))
      if (answer === false || version === undefined) continue
      if (answer === true)
        details.push(`launch template ${version.templateName}, ${tellAsked(specification, version)}`)
      else perhaps.push({ use: { kind: 'auto-scaling-group', name }, ...answer })
    }
    const detail = [...new Set(details)].join('; ')
    return detail ? [{ kind: 'auto-scaling-group' as const, name, detail }] : []
  })
  const certain = [...uses.flat(), ...named.map(name => ({ kind: 'launch-configuration' as const, name }))]
  return withPerhaps(
    certain,
    perhaps.filter(({ use }) => !certain.some(({ name }) => name === use.name)),
  )
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

const tellAsked = (specification: LaunchTemplateSpecification, { number }: TemplateVersion): string => {
  const asked = askedOf(specification)
  return asked.startsWith('$') ? `${asked} (version ${number})` : `version ${number}`
}

/** Finds the version that a group asks for; one that is pinned and neither default nor latest is asked for once. */
const createVersionOf = (asking: Asking, newest: readonly TemplateVersion[]) => {
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

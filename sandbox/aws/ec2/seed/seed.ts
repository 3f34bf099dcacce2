import { DEFAULT_ACCOUNT } from '../../caller.ts'
import type { Fleet } from '../fleet.ts'
import {
  addGroup,
  addInstance,
  addLaunchConfiguration,
  addLaunchTemplate,
  type GroupLaunch,
  type Place,
  specify,
} from './add-workloads.ts'
import { bakedAtMs } from './dates.ts'
import { SEEDED_IMAGES } from './images.ts'
import { addRecycleBinRules } from './recycle-bin-rules.ts'
import { addSeededImage, imageIdOf } from './seeded-image.ts'
import type { ImageChoice, SeededGroup, SeededImage } from './seeds.ts'
import {
  SEEDED_GROUPS,
  SEEDED_INSTANCES,
  SEEDED_LAUNCH_CONFIGURATIONS,
  SEEDED_LAUNCH_TEMPLATES,
  SEEDED_PARAMETERS,
  SEEDED_RECIPES,
} from './workloads.ts'

const find = ({ prefix, ageDays, region }: ImageChoice): SeededImage => {
  const found = SEEDED_IMAGES.find(
    seeded => seeded.name.startsWith(prefix) && seeded.ageDays === ageDays && seeded.region === region,
  )
  if (!found) throw new Error(`Expected a seeded image ${prefix} of ${ageDays} days in ${region}.`)
  return found
}

const idOf = (choice: ImageChoice): string => imageIdOf(find(choice))

const placeOf = (region: string, ageDays: number, nowMs: number, account = DEFAULT_ACCOUNT): Place => ({
  account,
  region,
  atMs: bakedAtMs(ageDays, nowMs),
})

const decideLaunch = (fleet: Fleet, seeded: SeededGroup): GroupLaunch => {
  if (seeded.launchConfiguration !== undefined) {
    return { LaunchConfigurationName: seeded.launchConfiguration }
  }
  const { account = DEFAULT_ACCOUNT, region } = seeded
  const stored = fleet.launchTemplates.find(
    one =>
      one.template.LaunchTemplateName === seeded.template && one.account === account && one.region === region,
  )
  if (!stored) throw new Error(`Expected a seeded launch template ${seeded.template}.`)
  const LaunchTemplateSpecification = specify(stored, seeded.version ?? '$Default')
  if (!seeded.overrides) return { LaunchTemplate: LaunchTemplateSpecification }
  return {
    MixedInstancesPolicy: {
      LaunchTemplate: {
        LaunchTemplateSpecification,
        Overrides: seeded.overrides.map(({ type, image, version }) => ({
          InstanceType: type,
          ...(image && { ImageId: idOf(image) }),
          ...(version !== undefined && { LaunchTemplateSpecification: specify(stored, version) }),
        })),
      },
      InstancesDistribution: { OnDemandPercentageAboveBaseCapacity: 50 },
    },
  }
}

const addWorkloads = (fleet: Fleet, nowMs: number): void => {
  for (const { image, name, state, type, account, team } of SEEDED_INSTANCES) {
    const { lastLaunchedDaysAgo, ageDays, architecture } = find(image)
    addInstance(fleet, placeOf(image.region, lastLaunchedDaysAgo ?? ageDays, nowMs, account), {
      name,
      imageId: idOf(image),
      type,
      state,
      ...(architecture && { architecture }),
      ...(team && { tags: { Team: team } }),
    })
  }
  for (const { name, region, account, versions, defaultVersion } of SEEDED_LAUNCH_TEMPLATES) {
    const imageIds = versions.map(version => (typeof version === 'string' ? version : idOf(version)))
    addLaunchTemplate(fleet, placeOf(region, 90, nowMs, account), { name, imageIds, defaultVersion })
  }
  for (const { name, region, image, type } of SEEDED_LAUNCH_CONFIGURATIONS) {
    addLaunchConfiguration(fleet, placeOf(region, 200, nowMs), { name, imageId: idOf(image), type })
  }
  for (const seeded of SEEDED_GROUPS) {
    const instances = fleet.instances.filter(({ instance }) =>
      seeded.instances.includes(instance.Tags?.[0]?.Value ?? ''),
    )
    const launch = decideLaunch(fleet, seeded)
    addGroup(fleet, placeOf(seeded.region, 90, nowMs, seeded.account), {
      name: seeded.name,
      launch,
      instances,
    })
  }
}

/** What names an image without launching it. */
const addMentions = (fleet: Fleet, nowMs: number): void => {
  for (const seeded of SEEDED_PARAMETERS) {
    const { name, region, account = DEFAULT_ACCOUNT, images, dataType, daysLater = 0 } = seeded
    const versions = images.map((image, at) => ({
      version: at + 1,
      value: idOf(image),
      modifiedAtMs: bakedAtMs(image.ageDays - daysLater, nowMs),
      modifiedBy: `arn:aws:sts::${account}:assumed-role/terraform/golden-images`,
      labels: [],
    }))
    fleet.parameters.push({ account, region, name, type: 'String', dataType, versions })
  }
  for (const { image, ...recipe } of SEEDED_RECIPES) {
    fleet.recipes.push({ account: DEFAULT_ACCOUNT, region: image.region, ...recipe, imageId: idOf(image) })
  }
}

/** A small, believable fleet in two regions, its dates counted back from the clock. */
export const seedFleet = (fleet: Fleet, nowMs: number): void => {
  for (const seeded of SEEDED_IMAGES) addSeededImage(fleet, seeded, nowMs)
  addWorkloads(fleet, nowMs)
  addMentions(fleet, nowMs)
  addRecycleBinRules(fleet, DEFAULT_ACCOUNT, 'us-east-1')
}

import type { Fleet } from '../aws/ec2/fleet.ts'
import { currentOf } from '../aws/ssm/parameter.ts'

/** Something that names an image, and breaks when the image is gone. */
export interface ImageUse {
  kind: string
  account: string
  id: string
  name: string
  note: string
}

const nameTag = (tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = []) =>
  tags.find(({ Key }) => Key === 'Name')?.Value ?? ''

/** Who uses which image, in every account: more than any single caller of EC2 could find out. */
export const readImageUses = (fleet: Fleet): Map<string, ImageUse[]> => {
  const uses = new Map<string, ImageUse[]>()
  const add = (imageId: string | undefined, use: ImageUse) => {
    if (!imageId) return
    const all = uses.get(imageId)
    if (all) all.push(use)
    else uses.set(imageId, [use])
  }
  for (const { instance, account } of fleet.instances) {
    const state = instance.State?.Name ?? ''
    // Terminated instances linger in DescribeInstances for an hour and need no image.
    if (state === 'terminated') continue
    const name = nameTag(instance.Tags)
    add(instance.ImageId, { kind: 'instance', account, id: instance.InstanceId, name, note: state })
  }
  for (const { template, versions, account } of fleet.launchTemplates) {
    const { LaunchTemplateId: id, LaunchTemplateName: name } = template
    for (const imageId of new Set(versions.map(version => version.LaunchTemplateData?.ImageId))) {
      const numbers = versions
        .filter(version => version.LaunchTemplateData?.ImageId === imageId)
        .map(version => version.VersionNumber)
      const note = `${numbers.length === 1 ? 'version' : 'versions'} ${numbers.join(', ')}`
      add(imageId, { kind: 'launch template', account, id, name, note })
    }
  }
  for (const { configuration, account } of fleet.launchConfigurations) {
    const name = configuration.LaunchConfigurationName
    add(configuration.ImageId, { kind: 'launch configuration', account, id: name, name, note: '' })
  }
  for (const parameter of fleet.parameters) {
    const { name, account } = parameter
    const { value, version } = currentOf(parameter)
    const note = `version ${version}`
    if (value.startsWith('ami-')) add(value, { kind: 'SSM parameter', account, id: name, name, note })
  }
  for (const { kind, name, version, imageId, account } of fleet.recipes) {
    add(imageId, { kind: kind.replaceAll('-', ' '), account, id: name, name, note: version })
  }
  return uses
}

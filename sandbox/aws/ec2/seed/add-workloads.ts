import type { AutoScalingGroup, LaunchTemplateSpecification } from '@aws-sdk/client-auto-scaling'
import type { InstanceState } from '@aws-sdk/client-ec2'
import type { Fleet, StoredInstance, StoredLaunchTemplate } from '../fleet.ts'
import { createSeededId } from '../identifiers.ts'

/** Where something lives, and since when. */
export interface Place {
  account: string
  region: string
  atMs: number
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html */
const STATES = {
  running: { Code: 16, Name: 'running' },
  stopped: { Code: 80, Name: 'stopped' },
  terminated: { Code: 48, Name: 'terminated' },
} as const satisfies Record<string, InstanceState>

export type SeededInstanceState = keyof typeof STATES

export interface InstanceFacts {
  name: string
  imageId: string
  type: string
  state: SeededInstanceState
  architecture?: 'x86_64' | 'arm64'
  /** Beside the name. */
  tags?: Readonly<Record<string, string>>
}

export const addInstance = (fleet: Fleet, { account, region, atMs }: Place, facts: InstanceFacts) => {
  const stored: StoredInstance = {
    account,
    region,
    instance: {
      InstanceId: createSeededId('i', `${facts.name} ${account} ${region}`),
      ImageId: facts.imageId,
      InstanceType: facts.type as 'm7i.large',
      Architecture: facts.architecture ?? 'x86_64',
      State: STATES[facts.state],
      LaunchTime: new Date(atMs),
      Placement: { AvailabilityZone: `${region}a` },
      Tags: Object.entries({ Name: facts.name, ...facts.tags }).map(([Key, Value]) => ({ Key, Value })),
    },
  }
  fleet.instances.push(stored)
  return stored
}

export interface TemplateFacts {
  name: string
  /** The image of each version, oldest first; or a text such as `resolve:ssm:…`. */
  imageIds: readonly string[]
  defaultVersion: number
}

export const addLaunchTemplate = (fleet: Fleet, { account, region, atMs }: Place, facts: TemplateFacts) => {
  const { name, imageIds, defaultVersion } = facts
  const identity = {
    LaunchTemplateId: createSeededId('lt', `${name} ${account} ${region}`),
    LaunchTemplateName: name,
    CreateTime: new Date(atMs),
    CreatedBy: `arn:aws:iam::${account}:role/terraform`,
  }
  const stored: StoredLaunchTemplate = {
    account,
    region,
    template: {
      ...identity,
      DefaultVersionNumber: defaultVersion,
      LatestVersionNumber: imageIds.length,
    },
    versions: imageIds.map((ImageId, index) => ({
      ...identity,
      VersionNumber: index + 1,
      DefaultVersion: index + 1 === defaultVersion,
      LaunchTemplateData: { ImageId, InstanceType: 'm7i.large' as const },
    })),
  }
  fleet.launchTemplates.push(stored)
  return stored
}

export const specify = (
  { template }: StoredLaunchTemplate,
  Version: string,
): Required<LaunchTemplateSpecification> => ({
  LaunchTemplateId: template.LaunchTemplateId,
  LaunchTemplateName: template.LaunchTemplateName,
  Version,
})

/** What a group launches: a template, a mixed instances policy, or a launch configuration by its name. */
export type GroupLaunch = Pick<
  AutoScalingGroup,
  'LaunchTemplate' | 'MixedInstancesPolicy' | 'LaunchConfigurationName'
>

export interface GroupFacts {
  name: string
  launch: GroupLaunch
  instances?: readonly StoredInstance[]
  maxSize?: number
}

export const addGroup = (fleet: Fleet, { account, region, atMs }: Place, facts: GroupFacts): void => {
  const { name, launch, instances = [], maxSize = 6 } = facts
  const uuid = createSeededId('i', `group ${name} ${account} ${region}`).slice(2)
  fleet.groups.push({
    account,
    region,
    group: {
      AutoScalingGroupName: name,
      AutoScalingGroupARN: `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:${uuid}:autoScalingGroupName/${name}`,
      ...launch,
      MinSize: 0,
      MaxSize: maxSize,
      DesiredCapacity: instances.length,
      DefaultCooldown: 300,
      AvailabilityZones: [`${region}a`, `${region}b`],
      HealthCheckType: 'EC2',
      HealthCheckGracePeriod: 300,
      CreatedTime: new Date(atMs),
      Instances: instances.map(({ instance }) => ({
        InstanceId: instance.InstanceId,
        InstanceType: instance.InstanceType,
        AvailabilityZone: `${region}a`,
        LifecycleState: 'InService',
        HealthStatus: 'Healthy',
        ProtectedFromScaleIn: false,
        ...(launch.LaunchTemplate && { LaunchTemplate: launch.LaunchTemplate }),
        ...(launch.LaunchConfigurationName !== undefined && {
          LaunchConfigurationName: launch.LaunchConfigurationName,
        }),
      })),
      TerminationPolicies: ['Default'],
      NewInstancesProtectedFromScaleIn: false,
      ServiceLinkedRoleARN: `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
    },
  })
}

export const addLaunchConfiguration = (
  fleet: Fleet,
  { account, region, atMs }: Place,
  { name, imageId, type }: { name: string; imageId: string; type: string },
): void => {
  const uuid = createSeededId('i', `configuration ${name} ${account} ${region}`).slice(2)
  fleet.launchConfigurations.push({
    account,
    region,
    configuration: {
      LaunchConfigurationName: name,
      LaunchConfigurationARN: `arn:aws:autoscaling:${region}:${account}:launchConfiguration:${uuid}:launchConfigurationName/${name}`,
      ImageId: imageId,
      InstanceType: type,
      KeyName: '',
      UserData: '',
      KernelId: '',
      RamdiskId: '',
      EbsOptimized: false,
      CreatedTime: new Date(atMs),
    },
  })
}

import type { Call, Ec2World } from './action.ts'
import { Ec2Error } from './errors.ts'
import type { StoredLaunchTemplate } from './fleet.ts'

export const findOwnTemplates = (call: Call, world: Ec2World): StoredLaunchTemplate[] =>
  world.fleet.launchTemplates.filter(
    stored => stored.account === call.account && stored.region === call.region,
  )

export const templateNotFound = (by: 'id' | 'name', value: string): Ec2Error =>
  by === 'id'
    ? new Ec2Error(
        'InvalidLaunchTemplateId.NotFound',
        `The specified launch template, with template ID ${value}, does not exist.`,
      )
    : new Ec2Error(
        'InvalidLaunchTemplateName.NotFoundException',
        `The specified launch template, with template name ${value}, does not exist.`,
      )

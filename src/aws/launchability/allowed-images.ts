import { type EC2Client, GetAllowedImagesSettingsCommand, type ImageCriterion } from '@aws-sdk/client-ec2'
import type { AllowedImage, AllowedImages } from '../../domain/allowed-images.ts'
import { ask } from '../ec2/uses/finding.ts'

const READ: readonly string[] = [
  'ImageProviders',
  'ImageNames',
  'CreationDateCondition',
  'DeprecationTimeCondition',
]

const criterionOf = (criterion: ImageCriterion): AllowedImage => {
  const { ImageProviders, ImageNames, CreationDateCondition, DeprecationTimeCondition } = criterion
  const old = CreationDateCondition?.MaximumDaysSinceCreated
  const deprecated = DeprecationTimeCondition?.MaximumDaysSinceDeprecated
  const asksMore = Object.entries(criterion).some(
    ([what, given]) =>
      !READ.includes(what) && given !== undefined && !(Array.isArray(given) && given.length === 0),
  )
  return {
    ...(ImageProviders && ImageProviders.length > 0 && { providers: ImageProviders }),
    ...(ImageNames && ImageNames.length > 0 && { names: ImageNames }),
    ...(old !== undefined && { mostDaysOld: old }),
    ...(deprecated !== undefined && { mostDaysDeprecated: deprecated }),
    ...(asksMore && { asksMore: true as const }),
  }
}

const STATES: readonly AllowedImages['state'][] = ['enabled', 'audit-mode', 'disabled']

/** Reads the Allowed AMIs of an account and region. An unknown state counts as enabled. */
export const readAllowedImages = async (
  client: EC2Client,
  options: { abortSignal: AbortSignal },
): Promise<AllowedImages> => {
  const { State, ImageCriteria = [] } = await ask('ec2:GetAllowedImagesSettings', () =>
    client.send(new GetAllowedImagesSettingsCommand({}), options),
  )
  return {
    state: STATES.find(one => one === State) ?? 'enabled',
    criteria: ImageCriteria.map(criterionOf),
  }
}

import type { Ec2 } from '../ec2.ts'
import { notFound } from '../errors.ts'
import { isPresent, type StoredImage } from '../fleet.ts'

export const GUARD_VERBS = ['protect', 'unprotect', 'share', 'unshare'] as const
export type GuardVerb = (typeof GUARD_VERBS)[number]

/** With an account, an organization, one of its units, or everybody. */
const whom = (account: string): string => {
  if (account === 'all') return 'Group'
  const [, kind] = /^arn:[^:]+:organizations:[^:]*:[^:]*:(organization|ou)\//.exec(account) ?? []
  if (kind === undefined) return 'UserId'
  return kind === 'ou' ? 'OrganizationalUnitArn' : 'OrganizationArn'
}

const callOf = (verb: GuardVerb, account: string): [action: string, parameters: Record<string, string>] => {
  switch (verb) {
    case 'protect':
      return ['EnableImageDeregistrationProtection', { WithCooldown: 'false' }]
    case 'unprotect':
      return ['DisableImageDeregistrationProtection', {}]
    case 'share':
      return ['ModifyImageAttribute', { [`LaunchPermission.Add.1.${whom(account)}`]: account }]
    case 'unshare':
      return ['ModifyImageAttribute', { [`LaunchPermission.Remove.1.${whom(account)}`]: account }]
  }
}

/** Changes who may use or remove an image, as its owner would with the command line. Emits no event.
 * @param account with whom: an account, the ARN of an organization or unit, or `all` for everybody */
export const guardFromOutside = (ec2: Ec2, imageId: string, verb: GuardVerb, account = ''): StoredImage => {
  const stored = ec2.fleet.images.find(
    candidate => candidate.image.ImageId === imageId && isPresent(candidate),
  )
  if (!stored) throw notFound([imageId])
  const [action, parameters] = callOf(verb, account)
  ec2.call(stored, action, { ImageId: imageId, ...parameters })
  return stored
}

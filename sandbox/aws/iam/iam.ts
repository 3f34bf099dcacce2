import type { Fleet } from '../ec2/fleet.ts'
import type { Iam, Role } from './roles.ts'

/** The organization's id in the ARN of one: `o-a1b2c3d4e5`. */
const ORGANIZATION = /:organization\/(o-[a-z0-9]+)$/

/** IAM of all accounts: the roles that templates make, and beside them every other. */
export const createIam = (roles: readonly Role[], fleet: () => Pick<Fleet, 'memberOf'>): Iam => {
  const known = new Map(roles.map(role => [role.arn, role]))
  return {
    findRole: arn => known.get(arn),
    isOpen: true,
    organizationOf: account =>
      fleet().memberOf[account]?.flatMap(arn => ORGANIZATION.exec(arn)?.[1] ?? [])[0],
  }
}

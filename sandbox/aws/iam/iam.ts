import type { Fleet } from '../ec2/fleet.ts'
import type { Iam, Role } from './roles.ts'

/** The organization's id in the ARN of one: `o-a1b2c3d4e5`. */
const ORGANIZATION = /:organization\/(o-[a-z0-9]+)$/

/** The organization that an account belongs to, by its id. */
export const organizationOf = ({ memberOf }: Pick<Fleet, 'memberOf'>, account: string): string | undefined =>
  memberOf[account]?.flatMap(arn => ORGANIZATION.exec(arn)?.[1] ?? [])[0]

export interface IamOptions {
  /** Those of the hub. */
  roles: readonly Role[]
  /** A role of an account with a member stack; `gone` where the account has none. */
  findMemberRole: (arn: string) => Role | 'gone' | undefined
  organizationOf: Iam['organizationOf']
}

/** IAM of all accounts: the roles that templates make, and beside them every other. */
export const createIam = ({ roles, findMemberRole, organizationOf: belongsTo }: IamOptions): Iam => {
  const known = new Map(roles.map(role => [role.arn, role]))
  return {
    findRole(arn) {
      const role = known.get(arn) ?? findMemberRole(arn)
      return role === 'gone' ? undefined : role
    },
    isOpen: arn => findMemberRole(arn) !== 'gone',
    organizationOf: belongsTo,
  }
}

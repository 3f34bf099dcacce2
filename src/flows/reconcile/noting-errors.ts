import type { PlaceNeeds } from './needs.ts'

type Ec2 = PlaceNeeds['images']

/**
 * The same calls to EC2, and each error that one of them ends with is added to `errors`: what else fails in a scan is amiops's own
 * trouble, and says nothing of the account.
 */
export const notingErrors = (ec2: Ec2, errors: Set<unknown>): Ec2 => {
  const noting =
    <Given extends unknown[], Answer>(call: (...given: Given) => Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      try {
        return await call(...given)
      } catch (error) {
        errors.add(error)
        throw error
      }
    }
  return {
    describe: noting(ec2.describe),
    search: noting(ec2.search),
    listPage: noting(ec2.listPage),
    recycled: noting(ec2.recycled),
    sharing: noting(ec2.sharing),
    publicAccess: noting(ec2.publicAccess),
  }
}

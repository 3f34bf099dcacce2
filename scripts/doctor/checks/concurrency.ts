import { canReserve, RESERVED, readConcurrency, reservationWords } from '../../reserve-concurrency.ts'
import { type Check, note, ok } from '../check.ts'

/** Lambda's quota, and what of it is reserved for Slack's requests. */
export const concurrency: Check = {
  name: 'concurrency',
  takes: 'lambda:GetAccountSettings and lambda:GetFunctionConcurrency',
  async run({ aws, target, stack }) {
    const found = await readConcurrency(aws, target)
    if (!canReserve(found)) return [note(reservationWords(found, target))]
    if (found.own === 0 && (await stack()) !== undefined)
      return [note('The quota allows reserved concurrency, and it is off.', 'Deploy again to turn it on.')]
    return [
      ok(`Quota ${found.limit} in ${target.region}, ${found.own || RESERVED} reserved for Slack’s requests.`),
    ]
  },
}

import { canReserve, RESERVED, readConcurrency, reservationWords, SCANS } from '../../reserve-concurrency.ts'
import { type Check, note, ok } from '../check.ts'
import { howToDeploy } from '../how-to-deploy.ts'

const SETTING = { param: 'reserveConcurrency=true', parameter: 'ReserveConcurrency=true' }

/** Lambda's quota, and what of it is reserved for Slack's requests. */
export const concurrency: Check = {
  name: 'concurrency',
  takes: 'lambda:GetAccountSettings and lambda:GetFunctionConcurrency',
  async run({ aws, target, stack }) {
    const found = await readConcurrency(aws, target)
    if (!canReserve(found)) return [note(reservationWords(found, target))]
    const deployed = await stack()
    if (found.own === 0 && deployed !== undefined)
      return [
        note(
          `The quota allows reserved concurrency, and it is off: up to ${SCANS.few} accounts and regions are scanned at once in place of ${SCANS.many}.`,
          howToDeploy(deployed, target, SETTING),
        ),
      ]
    return [
      ok(
        `Quota ${found.limit} in ${target.region}, ${found.own || RESERVED} reserved for Slack’s requests; up to ${SCANS.many} scans at once.`,
      ),
    ]
  },
}

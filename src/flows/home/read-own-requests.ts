import { joinRequests, type OwnRequest } from '../../domain/home.ts'
import { imageKey } from '../../domain/image.ts'
import type { HomeNeeds } from './needs.ts'

/** A proposal and its request are two entries, and some entries are decisions on others' requests. */
const READ = 30
const SHOWN = 5

/** What a person asked for last, with what it came to. */
export const readOwnRequests = async ({ ledger }: HomeNeeds, userId: string): Promise<OwnRequest[]> => {
  const entries = await ledger.readAttemptsOf(userId, READ)
  const own = joinRequests(entries.filter(({ attempt }) => attempt.decision === undefined)).slice(0, SHOWN)
  const records = await ledger.readImages(own.map(({ image }) => image))
  return own.map(({ image, attempt }) => {
    const name = records.get(imageKey(image))?.facts?.name
    return { image, attempt, ...(name !== undefined && { name }) }
  })
}

import { unreachableWords } from '../../../blocks/no-match.ts'
import { serve } from '../../../src/flows/serve.ts'
import { asked, MARIA } from '../../support/memory/asking.ts'
import { CONFIG, createMemoryWorld } from '../../support/memory/world.ts'

const [SILENT, WELL] = ['100000000001', '100000000002']
const REGIONS = Array.from({ length: 16 }, (_, at) => `us-east-${at + 1}`)

test('an account that does not answer in many regions: each is asked once, and the others at the same time', async () => {
  const world = createMemoryWorld({
    ...CONFIG,
    accounts: [
      { id: SILENT, regions: REGIONS },
      { id: WELL, regions: REGIONS },
    ],
  })
  const { search } = world.images
  const searched: string[] = []
  let timeOut = (): void => undefined
  const timeouts = new Promise<never>((_resolve, reject) => {
    timeOut = () => reject(Object.assign(new Error('late'), { name: 'AbortError' }))
  })
  timeouts.catch(() => undefined)
  world.images.search = async (account, region, ...of) => {
    searched.push(`${account}/${region}`)
    return account === SILENT ? timeouts : search(account, region, ...of)
  }
  const ask = { ...asked(world, 'question'), kind: 'command' as const, text: 'status payments-base' }
  const answering = serve(world.needs, ask)
  for (let turn = 0; turn < 5; turn++) await new Promise(resolve => setImmediate(resolve))
  expect(new Set(searched.filter(place => place.startsWith(WELL))).size).toBe(REGIONS.length)
  timeOut()
  await answering
  const answer = world.messenger.privateMessages(MARIA.userId).at(-1) ?? ''
  expect(answer).toContain('No image matches `payments-base`')
  expect(answer).toContain(`Couldn’t search ${SILENT} us-east-1: no answer in time`)
  expect(searched.filter(place => place.startsWith(SILENT))).toEqual(
    REGIONS.map(region => `${SILENT}/${region}`),
  )
})

test('of more than twenty that do not answer, the others are counted', () => {
  const unreachable = Array.from({ length: 1_021 }, (_, at) => ({
    where: `team-${at} us-east-1`,
    why: 'TimeoutError',
  }))
  expect(unreachableWords(unreachable)).toMatch(/team-19 us-east-1: [^;]* and 1,001 more\.$/)
  expect(unreachableWords(unreachable.slice(0, 20))).not.toContain('more')
})

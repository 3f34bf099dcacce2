import { createKeeper, type Keepable } from '../../../sandbox/store/keeper.ts'
import type { Store } from '../../../sandbox/store/store.ts'
import { createStandingClock } from '../../support/standing-clock.ts'

/** A store that remembers its saves, and fails as often as it is told to. */
const createMemoryStore = () => {
  const saves: Record<string, unknown>[] = []
  const store: Store & { failures: number; saves: typeof saves } = {
    folder: '',
    savedAt: undefined,
    failures: 0,
    saves,
    read: () => undefined,
    fileOf: service => service,
    async save(states) {
      if (store.failures > 0) {
        store.failures -= 1
        throw new Error('ENOSPC: no space left on device')
      }
      saves.push(states)
    },
    close() {},
  }
  return store
}

const start = (services: Record<string, Keepable>) => {
  const clock = createStandingClock(Date.UTC(2026, 0, 15))
  const store = createMemoryStore()
  const troubles: string[] = []
  const keeper = createKeeper({ clock, store, services, onTrouble: error => troubles.push(String(error)) })
  return { clock, store, troubles, keeper }
}

/** A service whose state is a number that its user moves. */
const createCounter = () => {
  const counter = { value: 0, snapshot: () => counter.value, restore: () => {} }
  return counter
}

test('changes in quick succession become one save within half a second, of what changed alone', async () => {
  const slack = createCounter()
  const { clock, store, keeper } = start({ slack, ec2: createCounter() })
  for (slack.value = 1; slack.value < 9; slack.value += 1) keeper.touch('slack')
  expect(store.saves).toEqual([])
  await clock.advance(500)
  expect(store.saves).toEqual([{ slack: 9 }])
  await clock.advance(60_000)
  expect(store.saves).toHaveLength(1)
})

test('changes without a pause are saved twice a second', async () => {
  const slack = createCounter()
  const { clock, store, keeper } = start({ slack })
  for (let step = 0; step < 50; step += 1) {
    slack.value += 1
    keeper.touch('slack')
    await clock.advance(100)
  }
  expect(store.saves.length).toBeGreaterThanOrEqual(9)
})

test('at the end everything is saved, also what nobody touched', async () => {
  const { store, keeper } = start({ slack: createCounter(), ec2: createCounter() })
  await keeper.saveAll()
  expect(store.saves).toEqual([{ slack: 0, ec2: 0 }])
})

test('a table that takes its time: what is read of the others is of the moment when it is done', async () => {
  const slack = createCounter()
  let finish = (_state: unknown) => {}
  const dynamodb: Keepable = {
    isSlow: true,
    snapshot: () =>
      new Promise(resolve => {
        finish = resolve
      }),
    restore: () => {},
  }
  const { clock, store, keeper } = start({ slack, dynamodb })
  keeper.touch('slack')
  keeper.touch('dynamodb')
  await clock.advance(500)
  slack.value = 7
  finish('items')
  await clock.advance(1)
  expect(store.saves).toEqual([{ dynamodb: 'items', slack: 7 }])
})

test('a save that fails is reported once, tried again, and loses nothing', async () => {
  const slack = createCounter()
  const { clock, store, troubles, keeper } = start({ slack, ec2: createCounter() })
  store.failures = 1
  keeper.touch('slack')
  keeper.touch('ec2')
  await clock.advance(500)
  expect(troubles).toEqual(['Error: ENOSPC: no space left on device'])
  expect(store.saves).toEqual([])
  await clock.advance(11_000)
  expect(store.saves).toEqual([{ slack: 0, ec2: 0 }])
})

test('a last save that fails rejects', async () => {
  const { store, keeper } = start({ slack: createCounter() })
  store.failures = 1
  await expect(keeper.saveAll()).rejects.toThrow('ENOSPC')
})

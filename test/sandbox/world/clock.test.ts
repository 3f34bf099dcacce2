import { createSystemClock } from '../../../sandbox/kernel/clock.ts'

test('nobody who sleeps wakes early, though Node’s timers sometimes fire a millisecond too soon', async () => {
  const clock = createSystemClock()
  const early: number[] = []
  const sleep = async (ms: number) => {
    const untilMs = Date.now() + ms
    await clock.sleep(ms)
    if (Date.now() < untilMs) early.push(ms)
  }
  // The machine's clock lets the process end; something has to keep it here.
  const stay = setInterval(() => {}, 1_000)
  for (let round = 0; round < 60; round += 1) {
    await Promise.all(Array.from({ length: 100 }, (_, index) => sleep(1 + (index % 10))))
  }
  clearInterval(stay)
  expect(early).toEqual([])
})

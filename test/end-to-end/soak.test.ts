import { soakInSandbox } from '../support/soak/in-sandbox.ts'

/** `npm run soak -- --in-sandbox` does the same with a hundred thousand steps. */
test('the packaged functions, at the mercy of people, others and bad luck: all agree in the end', async () => {
  const result = await soakInSandbox({
    seed: 1,
    steps: 150,
    images: 20,
    stepsToAnOutage: 100,
    calmMinutes: 60,
  })
  expect(result.disagreements).toEqual([])
  expect(result.events).toBeGreaterThan(40)
  expect(result.gestures).toBeGreaterThan(20)
  expect(result.outages).toBe(1)
  expect(result.changes).toBeGreaterThan(0)
})

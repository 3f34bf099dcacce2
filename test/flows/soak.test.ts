import { soak } from '../support/soak/soak.ts'

/** `npm run soak` does the same with a hundred thousand steps. */
test.each([1, 2, 3])(
  'a thousand random events, clicks, faults, deaths and two hours of outage, seed %i: all agree in the end',
  async seed => {
    const result = await soak({ seed, steps: 1_000, images: 25 })
    expect(result.disagreements).toEqual([])
    expect(result.clicks).toBeGreaterThan(200)
    expect(result.failed).toBeGreaterThan(30)
    expect(result.outages).toBe(2)
    expect(result.changes).toBeGreaterThan(30)
  },
  120_000,
)

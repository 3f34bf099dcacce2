import { createKeptChanges } from '../../src/aws/ledger/kept-changes.ts'
import type { ImageRef } from '../../src/domain/image.ts'

const IMAGE: ImageRef = { account: '123456789012', region: 'us-east-1', imageId: 'ami-0123456789abcdef0' }

const create = () => {
  let nowMs = 1_000_000
  const asked: number[] = []
  let error: Error | undefined
  const changes = createKeptChanges(
    {
      async readRecentlyChanged(sinceMs) {
        asked.push(sinceMs)
        if (error) throw error
        return [IMAGE]
      },
    },
    () => nowMs,
  )
  return {
    changes,
    asked,
    pass: (ms: number) => {
      nowMs += ms
    },
    fail: (one: Error | undefined) => {
      error = one
    },
  }
}

test('scans that follow each other read it once, for ten seconds', async () => {
  const { changes, asked, pass } = create()
  expect(await changes.readRecentlyChanged(900_000)).toEqual([IMAGE])
  pass(9_999)
  expect(await changes.readRecentlyChanged(870_000)).toEqual([IMAGE])
  expect(asked).toEqual([870_000])
  pass(1)
  await changes.readRecentlyChanged(900_000)
  expect(asked).toEqual([870_000, 870_000])
})

test('a place that was scanned earlier reads it again', async () => {
  const { changes, asked } = create()
  await changes.readRecentlyChanged(900_000)
  await changes.readRecentlyChanged(869_999)
  expect(asked).toEqual([870_000, 839_999])
})

test('a failure is not kept', async () => {
  const { changes, asked, fail } = create()
  fail(new Error('no answer'))
  await expect(changes.readRecentlyChanged(900_000)).rejects.toThrow('no answer')
  fail(undefined)
  expect(await changes.readRecentlyChanged(900_000)).toEqual([IMAGE])
  expect(asked).toHaveLength(2)
})

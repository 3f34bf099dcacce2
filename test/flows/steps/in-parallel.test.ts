import { allOf, inParallel } from '../../../src/in-parallel.ts'

test('waits for all, also where one fails, and gives the error of the first in the list', async () => {
  const ended: string[] = []
  const late = async (name: string, error?: Error): Promise<string> => {
    for (let turn = 0; turn < 5; turn++) await undefined
    ended.push(name)
    if (error) throw error
    return name
  }
  await expect(allOf([late('a'), 'b', late('c')])).resolves.toEqual(['a', 'b', 'c'])
  const work = [late('d'), late('e', new Error('second')), Promise.reject(new Error('third')), late('f')]
  await expect(allOf(work)).rejects.toThrow('second')
  expect(ended).toEqual(['a', 'c', 'd', 'e', 'f'])
})

test('an error ends the work on many, once what is under way has ended, and nothing new is begun', async () => {
  const begun: number[] = []
  const ended: number[] = []
  const work = inParallel([1, 2, 3, 4, 5], 2, async item => {
    begun.push(item)
    if (item === 1) throw new Error('the first')
    for (let turn = 0; turn < 5; turn++) await undefined
    ended.push(item)
  })
  await expect(work).rejects.toThrow('the first')
  expect(begun).toEqual([1, 2])
  expect(ended).toEqual([2])
})

import { allOf } from '../../../src/in-parallel.ts'

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

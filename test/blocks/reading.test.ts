import { renderReading } from '../../blocks/reading.ts'
import { note } from './given.ts'

test('many places are read', () => {
  expect(renderReading(1_200)).toEqual(
    note(
      '⏳ Reading 1,200 accounts and regions…',
      'The answer follows within a minute, with what was read by then.',
    ),
  )
})

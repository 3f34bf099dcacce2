import { renderNothingToUndo, renderOutsideAudiences } from '../../blocks/share-notes.ts'
import { givenFacts, givenRecord } from '../domain/given.ts'
import { note } from './given.ts'

const record = givenRecord({ facts: givenFacts({ name: 'web-1' }) })

test('shares outside of the audiences', () => {
  const outside = {
    accounts: ['111122223333', '444455556666'],
    organizations: [],
    organizationalUnits: [],
    isPublic: false,
  }
  expect(renderOutsideAudiences(record, outside)).toEqual(
    note(
      '🚫 `web-1` (`ami-0123456789abcdef0`) was not given new launch permissions: no audience of the config includes accounts `111122223333`, `444455556666`. Nothing was changed.',
      'Ask an amiops admin to add an audience in amiops.config.yml, or choose another one.',
    ),
  )
})

test('an undo of sharing that comes too late', () => {
  expect(renderNothingToUndo({ imageId: record.imageId, facts: record.facts })).toEqual(
    note(
      'ℹ️ Something else was done with `web-1` (`ami-0123456789abcdef0`) since it was shared, so there is nothing to undo.',
      'Click Share… to change who has access.',
    ),
  )
})

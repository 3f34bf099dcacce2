import { renderNoAliases, renderNoSuchAlias } from '../../blocks/alias-answers.ts'
import { note } from './given.ts'

const rule = (name: string) => ({ name, parameter: `/amis/${name}`, in: [], gates: {} })

test('an image whose family has no alias', () => {
  expect(renderNoAliases('web-1', 'web')).toEqual(
    note(
      '🔍 `web-1` has no alias to be promoted to: the family `web` has none. Nothing was changed.',
      'An amiops admin can add aliases under families in amiops.config.yml.',
    ),
  )
  expect(renderNoAliases('web-1', '')).toEqual(
    note(
      '🔍 `web-1` has no alias to be promoted to: its family is not known. Nothing was changed.',
      'An amiops admin can add aliases under families in amiops.config.yml.',
    ),
  )
})

test('no alias of that name', () => {
  expect(renderNoSuchAlias('prd', 'web', [rule('prod'), rule('staging')])).toEqual(
    note('🔍 The family `web` has no alias `prd`. Nothing was changed.', 'Its aliases: `prod`, `staging`.'),
  )
  expect(renderNoSuchAlias('prd', 'web', [])).toEqual(
    note(
      '🔍 The family `web` has no alias `prd`. Nothing was changed.',
      'An amiops admin can add aliases under families in amiops.config.yml.',
    ),
  )
})

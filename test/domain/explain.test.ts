import { ACTION_RULES, ACTIONS } from '../../src/domain/actions.ts'
import { explain } from '../../src/domain/explain.ts'

const CODES = [
  'RequestLimitExceeded',
  'ServiceUnavailable',
  'InternalError',
  'Unavailable',
  'Throttling',
  'ThrottlingException',
  'InvalidAMIID.NotFound',
  'InvalidAMIID.Unavailable',
  'UnauthorizedOperation',
  'AuthFailure',
  'OperationNotPermitted',
  'IncorrectState',
  'InvalidState',
  'IncorrectStateException',
  'SomethingNew',
]

describe('why EC2 refused', () => {
  test.each(CODES)('%s: the code, that nothing was changed, and what to do', code => {
    for (const action of ACTIONS) {
      const words = explain(action, code, 'EC2 says so.')
      expect(words).toContain(code)
      expect(words).toContain('Nothing was changed')
      expect(words.split('Nothing was changed')[1]).toMatch(/[a-z]{3,}.*\.$/)
    }
  })

  test.each(['RequestLimitExceeded', 'ServiceUnavailable', 'ThrottlingException'])(
    '%s passes: try again',
    code => {
      expect(explain('disable', code, '')).toContain(`try ${ACTION_RULES.disable.label} again`)
    },
  )

  test('a denial shows the call that is missing, not the encoded blob of EC2', () => {
    const words = explain('deregister', 'UnauthorizedOperation', 'Encoded authorization failure: 4a5b6c')
    expect(words).toContain('DeregisterImage')
    expect(words).not.toContain('4a5b6c')
  })

  test.each(['OperationNotPermitted', 'IncorrectState', 'SomethingNew'])(
    '%s: EC2’s own words help, but no more than 300 characters of them',
    code => {
      const words = explain('disable', code, `${'w'.repeat(300)}X`)
      expect(words).toContain('w'.repeat(300))
      expect(words).not.toContain('X')
    },
  )
})

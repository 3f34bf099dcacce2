import { ACTION_RULES, ACTIONS } from '../../src/domain/actions.ts'
import { explainRefusal } from '../../src/domain/explain-ec2-refusal.ts'

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
      const words = explainRefusal(action, code, 'EC2 says so.')
      expect(words).toContain(code)
      expect(words).toContain('Nothing was changed')
      expect(words.split('Nothing was changed')[1]).toMatch(/[a-z]{3,}.*\.$/)
    }
  })

  test.each(['RequestLimitExceeded', 'ServiceUnavailable', 'ThrottlingException'])(
    '%s passes: try again',
    code => {
      expect(explainRefusal('disable', code, '')).toContain(`try ${ACTION_RULES.disable.label} again`)
    },
  )

  test('a denial shows the call that is missing, not the encoded blob of EC2', () => {
    const words = explainRefusal(
      'deregister',
      'UnauthorizedOperation',
      'Encoded authorization failure: 4a5b6c',
    )
    expect(words).toContain('DeregisterImage')
    expect(words).not.toContain('4a5b6c')
  })

  const BLOCKED =
    'You can’t publicly share this image because block public access for AMIs is enabled for this account. To publicly share the image, you must call the DisableImageBlockPublicAccess API.'

  test.each<[call: string, message: string, advice: RegExp]>([
    ['ModifyImageAttribute', BLOCKED, /block public access for AMIs is enabled in this account and Region/],
    ['ModifyImageAttribute', 'No.', /check block public access/],
    [
      'DeregisterImage',
      'The image is protected against deregistration.',
      /turn off its deregistration protection/,
    ],
    ['DeregisterImage', 'A cooldown is running.', /when that is over/],
    ['DeregisterImage', 'No.', /if the image is protected/],
    ['DeregisterImage', 'This image is managed by AWS Backup.', /Delete its recovery point/],
    ['DisableImage', 'The image has deregistration protection.', /turn off its deregistration protection/],
    ['DisableImage', 'No.', /ask your AWS admin/],
    ['EnableImage', 'No.', /ask your AWS admin/],
    ['DisableImageDeregistrationProtection', 'No.', /ask your AWS admin/],
    ['RestoreImageFromRecycleBin', 'No.', /ask your AWS admin/],
    ['RestoreSnapshotFromRecycleBin', 'No.', /ask your AWS admin/],
  ])('%s is not permitted, %j: advice that fits', (call, message, advice) => {
    const words = explainRefusal('disable', 'OperationNotPermitted', message, call)
    expect(words).toContain(message)
    expect(words.split('Nothing was changed')[1]).toMatch(advice)
    if (!/protect|cooldown/i.test(message) && call !== 'DeregisterImage')
      expect(words.split('Nothing was changed')[1]).not.toMatch(/protection/)
  })

  test.each(['ResourceLimitExceeded', 'PublicImagesLimitExceeded'])('%s: a quota', code => {
    expect(explainRefusal('share', code, 'Too many.')).toMatch(
      /A quota is reached .*Too many\. .*Service Quotas\.$/,
    )
  })

  test.each(['OperationNotPermitted', 'IncorrectState', 'SomethingNew'])(
    '%s: EC2’s own words help, but no more than 300 characters of them',
    code => {
      const words = explainRefusal('disable', code, `${'w'.repeat(300)}X`)
      expect(words).toContain('w'.repeat(300))
      expect(words).not.toContain('X')
    },
  )
})

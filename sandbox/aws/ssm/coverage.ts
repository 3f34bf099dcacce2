import type { Covered } from '../../coverage.ts'

export const SSM: Covered = {
  DescribeParameters: {
    state: 'partial',
    provedBy: 'parameters are described without their values, page by page',
    gap: 'filters by name, path, type and data type alone; no shared parameters',
  },
  GetParameter: {
    state: 'partial',
    provedBy: 'a version is read by its number or its label',
    gap: 'no ARNs of other accounts, no public parameters, no limit of calls a second',
  },
  GetParameters: {
    state: 'partial',
    provedBy: 'several parameters at once; those that there are not are named',
    gap: 'as of GetParameter',
  },
  GetParametersByPath: {
    state: 'partial',
    provedBy: 'what lies below a path comes page by page, one level of it or all',
    gap: 'filters by type and label alone',
  },
  GetParameterHistory: {
    state: 'supported',
    provedBy: 'the history has every version, page by page, the oldest first',
  },
  PutParameter: {
    state: 'partial',
    provedBy: 'a parameter is put, and overwritten only if that is meant',
    gap: 'the data types text and aws:ec2:image, the standard tier; policies, tags and key ids are taken and forgotten; the words of a refusal are the sandbox’s own where AWS documents none; secrets are gone with the sandbox; running functions keep a secret for a minute, as in AWS',
  },
  LabelParameterVersion: {
    state: 'supported',
    provedBy: 'a label moves from the version that has it; one of another form is named',
  },
  DeleteParameter: { state: 'supported', provedBy: 'one parameter is deleted, with its versions' },
  DeleteParameters: {
    state: 'supported',
    provedBy: 'parameters are deleted; those that there are not are named',
  },
  UnlabelParameterVersion: { state: 'missing', gap: 'a label stays until it is moved' },
  AddTagsToResource: { state: 'missing', gap: 'parameters have no tags' },
}

export const SSM_AT_LARGE: Covered = {
  'aws:ec2:image': {
    state: 'partial',
    provedBy: 'an image is validated after the answer: until then, the value before is read',
    gap: 'always after three seconds; the number of a rejected version is given again',
  },
  'IAM permissions': {
    state: 'partial',
    provedBy: 'one parameter, and no other; SSM describes the image in the name of the session',
    gap: 'of sessions alone, as of EC2; a SecureString needs no permission on its key',
  },
  'Parameter Store Change': {
    state: 'partial',
    provedBy: '%s: the call succeeds, the value stays, the event says so',
    gap: 'no events of policies',
  },
  CloudTrail: {
    state: 'partial',
    provedBy: 'a change of a parameter is reported with its actor, without its value',
    gap: 'reads are not told',
  },
}

/**
 * Says in plain words why Parameter Store refused to set a parameter.
 *
 * @param message AWS's own words. Of a denied call they are as long as a policy's address, and stand in the log and in CloudTrail
 */
export const explainPutRefusal = (code: string, message = ''): string =>
  code === 'AccessDeniedException'
    ? `amiops lacks permission for ssm:PutParameter (${code}). Ask your AWS admin to check its IAM role and SCPs`
    : [code, ...(message === '' || message === code ? [] : [message])].join(': ')
